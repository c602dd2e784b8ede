"""The product under a profiler: what a case page, a form or an act spends its time on."""

from __future__ import annotations

import cProfile
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

from mingjing.wsgi import application as product

PLACE, RESET = "BENCH_PROFILE", "/bench-reset/"
_profile, _one = cProfile.Profile(), threading.Lock()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """One request at a time; the sum so far is kept in a file after each. `RESET` begins anew."""
    with _one:
        if environ["PATH_INFO"] == RESET:
            _profile.clear()
        answer = _profile.runcall(product, environ, start_response)
        _profile.dump_stats(os.environ[PLACE])
        return answer
