"""`mingjing deadline` and `mingjing law`: no database is needed, only the tables."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from mingjing.cli import parser
from mingjing.commands.home import now
from mingjing.law import deadline as arithmetic
from mingjing.law import describe, limits, lint, parameters, reference, statutes
from mingjing.law.calendar import BadFile, Calendar, DayRange, is_holiday_file, load_calendar
from mingjing.law.judgement import SHANGHAI
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import Basis, Length, Param, Term, Unit, Value, Yearly

TERM_NEEDED = "没有 {0} 这个期限；可用的有 {1}。"


def terms() -> dict[str, Term]:
    """Every limit by id, of the procedures and of the register; where procedures share an id the first stands for all."""
    found: dict[str, Term] = {}
    for term in (
        *(one for p in PROCEDURES.values() for one in p.terms),
        *(one.term for one in limits.LIMITS),
    ):
        found.setdefault(term.id, term)
    return dict(sorted(found.items()))


def deadline(arguments: list[str], words: str) -> int:
    """Print the arithmetic of one limit. The last line is `截止：…`."""
    parse = parser("deadline", words)
    parse.add_argument("term", help="期限编号，如 T04")
    parse.add_argument("--from", dest="start", help="起算日 2025-09-24；按小时的写 2025-09-24T09:30")
    parse.add_argument("--year", type=int, help="固定日期的期限（如 T66）所问的年度")
    parse.add_argument("--field", default="", help="执法领域，如 市场监管")
    parse.add_argument("--extended", action="store_true", help="依法延长了的")
    parse.add_argument(
        "--skip",
        nargs=2,
        action="append",
        default=[],
        metavar=("首日", "末日"),
        help="不计入的期间，可以重复",
    )
    given = parse.parse_args(arguments)
    found = terms().get(given.term)
    if found is None:
        print(TERM_NEEDED.format(given.term, "、".join(terms())))
        return 2
    try:
        lines = _yearly(found, found.yearly, given) if found.yearly else _counted(found, given)
    except (ValueError, parameters.UnknownParameter) as fault:
        print(*fault.args)
        return 2
    print("\n".join(lines))
    return 0


def _yearly(term: Term, fixed: Yearly, given: Namespace) -> list[str]:
    """A fixed day of the year asked about. Raises ValueError."""
    if given.start is None and given.year is None:
        raise ValueError(f"{term.id} 是固定日期的期限，请写明年度，如 --year 2025。")
    year = given.year or arithmetic.parse_start(given.start, Unit.DAY).year
    if fixed.only not in (None, year):
        later = "、".join(one for one in terms() if one.startswith(f"{term.id}-"))
        cure = f"；其他年度的请用 {later}" if later else ""
        raise ValueError(f"{term.id} {term.label}只适用于 {fixed.only} 年{cure}。")
    if isinstance(fixed.day, str):
        return arithmetic.yearly_lines(term, fixed, year, fixed.day)
    value = _value(fixed.day, date(year, 12, 31), given.field)
    return arithmetic.yearly_lines(term, fixed, year, str(value.amount), value)


def _counted(term: Term, given: Namespace) -> list[str]:
    """A limit that runs from a day or an hour. Raises ValueError, UnknownParameter, BadFile."""
    if given.start is None:
        raise ValueError("请写明起算日，如 --from 2025-09-24。")
    day = arithmetic.parse_start(given.start[:10], Unit.DAY)
    limit = limits.BY_ID.get(term.id)
    field = given.field or (limit.field if limit else "")
    value = _value(term.length, day, field) if isinstance(term.length, Param) else None
    length, notes = value.length if value else term.length, describe.limit_notes(limit) if limit else []
    if limit and limit.rate:
        daily, cap = (_value(one, day, field) for one in (limit.rate.daily, limit.rate.cap))
        length = limit.rate.full(daily, cap)
        notes += [
            f"数值：每日 {daily.amount}%，{arithmetic.cited(daily)}；第 {length.amount} 日达到上限 {cap.amount}%"
        ]
    assert isinstance(length, Length)  # noqa: S101 - a parameter has its value
    return arithmetic.deadline_lines(
        term,
        length,
        arithmetic.parse_start(given.start, length.unit),
        _calendar(),
        value=value,
        extension=_extension(term, day, field) if given.extended else None,
        pauses=_skipped(term, limit, given.skip),
        lead=limit.lead if limit else None,
        notes=notes,
    )


def _value(wanted: Param, day: date, field: str) -> Value:
    """The value of a parameter on a day. Raises UnknownParameter."""
    known = parameters.load((*parameters.packaged_texts(), *own_texts()))
    return known.value(wanted.key, day, parameters.scope_path(field=field))


def _extension(term: Term, day: date, field: str) -> Length:
    if term.extension is None:
        raise ValueError(f"{term.id} {term.label}没有规定可以延长多久，请去掉 --extended。")
    return term.extension if isinstance(term.extension, Length) else _value(term.extension, day, field).length


def _skipped(term: Term, limit: limits.Limit | None, given: list[list[str]]) -> list[DayRange]:
    if given and not (term.paused_by or (limit and limit.skips)):
        raise ValueError(f"{term.id} {term.label}没有规定不计入的期间，请去掉 --skip。")
    found = [
        (arithmetic.parse_start(first, Unit.DAY), arithmetic.parse_start(last, Unit.DAY))
        for first, last in given
    ]
    if wrong := [f"{first} 至 {last}" for first, last in found if last < first]:
        raise ValueError(f"不计入的期间 {'、'.join(wrong)} 末日早于首日，请改正。")
    return found


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
