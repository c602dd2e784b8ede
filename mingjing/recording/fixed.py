"""Json values that nobody can change: several requests read the same opened entry."""

from __future__ import annotations

from typing import Any, NoReturn

from mingjing.law.terms import Json


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise TypeError("what stands in the ledger is not changed; make a copy")


class FixedDict(dict[str, Any]):
    """Reads, compares and encodes like a dict; copies (`dict(it)`, `{**it}`, `it | …`) are plain again."""

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


class FixedList(list[Any]):
    """Reads, compares and encodes like a list; copies (`list(it)`, `[*it]`, `it + …`) are plain again."""

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse


def fixed(value: Json) -> Json:
    """The value, down to its leaves, in dicts and lists that refuse every change."""
    if isinstance(value, dict):
        return FixedDict({key: fixed(one) for key, one in value.items()})
    if isinstance(value, list):
        return FixedList([fixed(one) for one in value])
    return value
