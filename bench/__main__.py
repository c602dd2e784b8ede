"""`script/bench`: ask the questions, print the figures, write them into `bench/README.md`."""

from __future__ import annotations

import argparse
import signal
import sys

from tests.support import environment  # noqa: F401 - first of all: it sets Django up

# isort: split
from bench import report


def questions() -> dict[str, object]:
    from bench import acts, case_http, closed, door, lists, pages, verify

    return {
        "door": door.lines,
        "acts": acts.lines,
        "case": case_http.lines,
        "verify": verify.lines,
        "pages": pages.lines,
        "lists": lists.lines,
        "closed": closed.lines,
    }


def _stop(number: int, frame: object) -> None:
    """Servers that were started end with us."""
    raise SystemExit(128 + number)


def main(arguments: list[str]) -> int:
    parse = argparse.ArgumentParser(prog="script/bench")
    parse.add_argument(
        "question", nargs="*", help="door, acts, case, verify, pages, lists, closed; none = all"
    )
    parse.add_argument("--quick", action="store_true", help="small sizes, to see that it runs")
    parse.add_argument("--no-write", action="store_true", help="leave bench/README.md as it is")
    given = parse.parse_args(arguments)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    found, sizes = report.Report(), report.QUICK if given.quick else report.Sizes()
    known = questions()
    for name in given.question or known:
        print(f"\n{report.QUESTIONS[name]}", flush=True)
        for line in known[name](sizes):
            found.add(line)
    if not given.no_write:
        found.write(" ".join(["script/bench", *arguments]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
