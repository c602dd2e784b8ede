"""`mingjing papers`: the layouts of papers, those of the agency among them; no database is needed."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from mingjing.cli import parser
from mingjing.law.papers.schema import schema
from mingjing.law.procedures import PAPERS
from mingjing.law.terms import Facts, Field, Json, Paper

PEOPLE: Json = {one: {"name": name} for one, name in (("zhang", "张某"), ("wang", "王某"), ("host", "周某"))}
"""Who the samples name."""
WHAT = ("list", "check", "sample", "schema")


def papers(arguments: list[str], words: str) -> int:
    parse = parser("papers", words)
    parse.add_argument("what", choices=WHAT)
    parse.add_argument("paper", nargs="?", default="", help="文书标识，如 prior_notice；check 不写就查全部")
    parse.add_argument("-o", dest="to", type=Path, default=None, help="写到哪个文件")
    given = parse.parse_args(arguments)
    chosen = [one for one in PAPERS if given.paper in ("", one.id)]
    if not chosen or (given.what in ("sample", "schema") and not given.paper):
        print("没有这种文书：请用 mingjing papers list 查标识。", file=sys.stderr)
        return 2
    if given.what == "list":
        return _list(chosen)
    if given.what == "check":
        return _check(chosen)
    return _write(given.to, *(_sample(chosen[0]) if given.what == "sample" else _schema(chosen[0])))


def _list(chosen: list[Paper]) -> int:
    from mingjing.casework.rendering.render import layout_of, layouts_here

    own = layouts_here().own
    for one in chosen:
        file = layout_of(one)
        print(f"{one.id}\t{one.label}\t{file}{'（本机关）' if file in own else ''}\t{one.basis or ''}")
    return 0


def _check(chosen: list[Paper]) -> int:
    """Set every paper with telling values and look for each: 1 when a layout leaves something out."""
    from mingjing.casework.rendering import own
    from mingjing.casework.rendering.errors import CannotRender, NoFonts
    from mingjing.casework.rendering.probe import forgotten
    from mingjing.casework.rendering.render import layout_of

    bad = 0
    for one in chosen:
        try:
            missing = [field.label for field in one.fields if field.id in forgotten(one)]
            said = f"没有印出：{'、'.join(missing)}" if missing else ""
        except NoFonts:
            raise
        except CannotRender as fault:
            said = str(fault)
        if said:
            bad += 1
            print(f"{layout_of(one)}  《{one.label}》{said}")
    strangers = own.strangers()
    print(*strangers, sep="\n", end="\n" if strangers else "")
    print(f"查了 {len(chosen)} 种文书的版式，{bad} 种不合格。")
    return 1 if bad or strangers else 0


class _Stated:
    """What a condition may ask of a sample, which has no case: what the paper itself states."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def stated(self, name: str) -> Json:
        return self._facts.get(name)


def sample(paper: Paper) -> dict[str, Json]:
    """The samples of a paper that go together: what is due only on a condition is left out where it does not hold."""
    every = {field.id: field.sample for field in paper.fields if field.sample is not None}
    return {field.id: every[field.id] for field in paper.fields if field.id in every and _due(field, every)}


def _due(field: Field, facts: Facts) -> bool:
    try:
        return field.when is None or field.when.test(_Stated(facts))  # type: ignore[arg-type]
    except AttributeError:  # the condition asks the case
        return False


def _sample(one: Paper) -> tuple[str, bytes]:
    from mingjing.casework.rendering.render import render

    stated = sample(one)
    body = render(
        one.id,
        {**stated, "_persons": PEOPLE},
        number="样张〔2025〕1号" if one.word else "",
        day=date(2025, 9, 24),
        agency=str(stated.get("agency_name") or "样张机关（演示）"),
        issue_code="",
        address="",
        paper=one,
        practice=True,
    )
    return f"{one.id}.pdf", body


def _schema(one: Paper) -> tuple[str, bytes]:
    text = json.dumps(schema(one), ensure_ascii=False, indent=1, sort_keys=True)
    return f"{one.id}.schema.json", text.encode() + b"\n"


def _write(to: Path | None, name: str, body: bytes) -> int:
    path = to or Path(name)
    path.write_bytes(body)
    print(f"已写入 {path}（{len(body)} 字节）。")
    return 0
