"""A writer that is going to be killed: appends as fast as it can, seals on the way, and says what was acknowledged.

    python -m tests.recording.writer     with MINGJING_HOME and DATABASE_URL of the test's home

After each commit one line "case n commitment" goes to stdout, unbuffered: what was printed must never be lost.
"""

import os
import sys
import threading
from datetime import UTC, datetime

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.settings")
    django.setup()
    from django.db import connection

    from mingjing.recording import home, sealer
    from tests.recording.ledger import add, new_case, publish

    def work() -> None:
        case, count = new_case(), 0
        while True:
            count += 1
            if count % 4 == 0:
                publish(case, b"decision", f"{count}")
                continue
            receipt = add(case)
            os.write(1, f"{receipt.case} {receipt.n} {receipt.commitment}\n".encode())

    def seal() -> None:
        while True:
            sealer.seal_once(home.current(), datetime.now(UTC))

    writers = 1 if connection.vendor == "sqlite" else 3
    threads = [threading.Thread(target=one, daemon=True) for one in [work] * writers + [seal]]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


if __name__ == "__main__":
    sys.exit(main())
