"""`mingjing deadline` and `mingjing law`: no database is needed, only the tables."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from mingjing.cli import parser
from mingjing.commands.home import now
from mingjing.law import deadline as arithmetic
from mingjing.law import describe, lint, parameters, reference, statutes
from mingjing.law.calendar import BadFile, Calendar, is_holiday_file, load_calendar
from mingjing.law.judgement import SHANGHAI
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import Basis, Length, Param, Term, Unit, Value

TERM_NEEDED = "没有 {0} 这个期限；可用的有 {1}。"


def terms() -> dict[str, Term]:
    """Every limit by id; where procedures share an id the first one stands for all."""
    found: dict[str, Term] = {}
    for procedure in PROCEDURES.values():
        for term in procedure.terms:
            found.setdefault(term.id, term)
    return dict(sorted(found.items()))


def deadline(arguments: list[str], words: str) -> int:
    """Print the arithmetic of one limit. The last line is `截止：…`."""
    parse = parser("deadline", words)
    parse.add_argument("term", help="期限编号，如 T04")
    parse.add_argument(
        "--from", dest="start", required=True, help="起算日 2025-09-24；按小时的写 2025-09-24T09:30"
    )
    parse.add_argument("--field", default="", help="执法领域，如 市场监管")
    given = parse.parse_args(arguments)
    found = terms().get(given.term)
    if found is None:
        print(TERM_NEEDED.format(given.term, "、".join(terms())))
        return 2
    try:
        length, value = _length(found, given.start, given.field)
        start = arithmetic.parse_start(given.start, length.unit)
        lines = arithmetic.deadline_lines(found, length, start, _calendar(), value=value)
    except ValueError as fault:
        print(fault)
        return 2
    print("\n".join(lines))
    return 0


def _length(term: Term, start: str, field: str) -> tuple[Length, Value | None]:
    """The length of a limit on its first day. Raises ValueError when the day cannot be read."""
    if not isinstance(term.length, Param):
        return term.length, None
    day = arithmetic.parse_start(start[:10], Unit.DAY)
    known = parameters.load((*parameters.packaged_texts(), *own_texts()))
    value = known.value(term.length.key, day, parameters.scope_path(field=field))
    return value.length, value


def _calendar() -> Calendar:
    """The holiday notices that came with the product and stand in the home. Raises BadFile."""
    texts = (*parameters.packaged_texts(), *own_texts())
    return load_calendar([one for one in texts if is_holiday_file(one[0])])


def law(arguments: list[str], words: str) -> int:
    """`law list`, `law show ID`, `law check`, `law simulate FILE`, `law reference FOLDER`."""
    parse = parser("law", words)
    parse.add_argument("what", choices=("list", "show", "check", "simulate", "reference"))
    parse.add_argument(
        "id",
        nargs="?",
        default="",
        help="程序、动作或者期限的编号；simulate 时是参数文件（TOML），reference 时是文件夹",
    )
    parse.add_argument("--json", action="store_true", help="check、simulate 的结果用 JSON 给出")
    given = parse.parse_args(arguments)
    if given.what == "check":
        return _check(as_json=given.json)
    if given.what == "simulate":
        from mingjing.commands.simulate import simulate

        return simulate(given.id, as_json=given.json)
    if given.what == "reference":
        return _reference(Path(given.id or "docs/reference"))
    lines = describe.list_lines() if given.what == "list" else describe.show_lines(given.id)
    print("\n".join(lines) if lines else f"没有“{given.id}”，请用 mingjing law list 查看。")
    return 0 if lines else 2


def _reference(folder: Path) -> int:
    """Write the pages; what is there and no longer belongs to a procedure is taken away."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = reference.pages()
    for old in (one for one in folder.iterdir() if one.is_file() and one.name not in wanted):
        old.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"已在 {folder} 写出 {len(wanted)} 个文件。")
    return 0


def own_texts() -> tuple[parameters.Text, ...]:
    """The parameter files of this home, if there is one."""
    return parameters.read_folder(Path(os.environ.get("MINGJING_HOME") or "var") / "parameters")


def _check(*, as_json: bool) -> int:
    try:
        checked = _everything()
    except BadFile as fault:
        print(fault)
        return 2
    findings = lint.check(checked.procedures, checked.parameters, checked)
    wrong = [one for one in findings if one.wrong]
    if as_json:
        print(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=1))
        return 1 if wrong else 0
    for kind, (label, _) in lint.KINDS.items():
        if found := [one for one in findings if one.kind == kind]:
            print(f"【{label}】")
            print("\n".join(f"  {one}" for one in found))
    print(f"检查完毕：{len(wrong)} 处错误，{len(findings) - len(wrong)} 处说明。")
    return 1 if wrong else 0


def _everything() -> lint.Checked:
    """The tables, and the parameters that came with the product and stand in the home. Raises BadFile."""
    texts = (*parameters.packaged_texts(), *own_texts())
    return lint.Checked(
        tuple(PROCEDURES.values()),
        parameters.load(texts),
        calendar=_calendar(),
        today=now().astimezone(SHANGHAI).date(),
        places=parameters.places(texts),
        guards=lint.written_guards(),
        missing=_missing(),
    )


def _missing() -> Callable[[Basis], str]:
    """Why a cited article is not in the texts imported into this home."""
    known = statutes.read_folder(Path(os.environ.get("MINGJING_HOME") or "var") / "laws")
    return lambda basis: known.missing(basis.title, basis.article)
