"""Document numbers without unexplained gaps: 枣市监处罚〔2026〕118 号, taken in the act's own transaction."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from mingjing.casework.models import Series


def take(agency: str, mark: str, word: str, day: date) -> str:
    """The next number of an authority's series for the year of `day`. The row is locked until the act commits."""
    key = {"agency": agency, "word": word, "year": day.year}
    if not Series.objects.filter(**key).update(last=F("last") + 1):
        # Two first numbers at once: the loser waits on the unique key and then counts on.
        Series.objects.bulk_create([Series(**key)], ignore_conflicts=True)
        Series.objects.filter(**key).update(last=F("last") + 1)
    last = Series.objects.values_list("last", flat=True).get(**key)
    return f"{mark}{word}〔{day.year}〕{last}号"
