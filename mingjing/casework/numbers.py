"""Document numbers without unexplained gaps: 枣市监处罚〔2026〕118 号, taken in the act's own transaction."""

from __future__ import annotations

from datetime import date

from django.db import connection

from mingjing.law import numbering
from mingjing.law.numbering import DEFAULT

TAKE = (
    "INSERT INTO casework_series (agency, word, year, last) VALUES (%s, %s, %s, 1) "
    "ON CONFLICT (agency, word, year) DO UPDATE SET last = casework_series.last + 1 RETURNING last"
)
"""Two first numbers at once: the loser waits on the unique key and then counts on."""


def take(agency: str, mark: str, word: str, day: date, style: str = DEFAULT, office: str = "") -> str:
    """The next number of an authority's series for the year of `day`. The row is locked until the act commits.

    The style only says how it is written: the series goes on when an agency takes another.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [agency, word, day.year])
        last = cursor.fetchone()[0]
    return numbering.style(style).write(mark, word, day.year, last, office)
