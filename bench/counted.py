"""The product with its SQL statements counted: each answer says in `X-Statements` how many it took."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.db.backends.signals import connection_created

from mingjing.wsgi import application as product

_here = threading.local()


def _count(execute: Callable[..., Any], *given: Any) -> Any:
    _here.n = getattr(_here, "n", 0) + 1
    return execute(*given)


def _watch(connection: Any, **more: Any) -> None:
    if _count not in connection.execute_wrappers:
        connection.execute_wrappers.append(_count)


connection_created.connect(_watch)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    _here.n = 0

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, ("X-Statements", str(_here.n))], *more)

    return product(environ, start)
