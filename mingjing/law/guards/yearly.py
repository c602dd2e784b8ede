"""What an agency draws up once a year: a second one beside the first is refused."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mingjing.law.judgement import Judgement
from mingjing.law.terms import Basis, Guard


def one_a_year(id_: str, what: str, basis: Basis, *, ended: str, cure: str, named: str = "") -> Guard:
    """`ended`: the stage of one that no longer counts, or not yet; `named`: id of the fact that names one on file."""
    return Guard(id_, f"一年只有一份{what}", basis, partial(_only, what, ended, cure, named))


def _only(what: str, ended: str, cure: str, named: str, j: Judgement) -> Iterator[str]:
    year = j.stated("year")
    for one in j.siblings(j.procedure.id, *filter(None, ("year", named))) if not j.move.asking else ():
        if one.facts.get("year") == year and one.stage != ended:
            field = j.procedure.field(named)
            filed = f"，{field.label} {one.facts[named]}" if field and named in one.facts else ""
            yield (
                f"本机关 {year} 年度的{what}已经有一份（现处于“{j.procedure.stage_label(one.stage)}”{filed}），"
                f"一年只有一份：{cure}。"
            )
