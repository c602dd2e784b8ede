"""What runners and tests fill in where nothing is said: the declared sample of a field, in a year that it may lie in."""

from __future__ import annotations

from datetime import date

from mingjing.law import fields
from mingjing.law.terms import Field, Json


def sample(field: Field, on: date, found: Json = None) -> Json:
    """The sample, or what was found instead; a day that must not lie before the act is moved on by whole years."""
    value = field.sample if found is None else found
    if field.not_before != "on" or not fields.is_day(value):
        return value
    day = date.fromisoformat(str(value))
    while day < on:
        day = day.replace(year=day.year + 1)
    return day.isoformat()
