"""No act is named outside its own file: a rule that looks at the name of an act belongs into the table."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from mingjing.law.acts import OPINION, PROCEDURES

ROOT = Path(__file__).parents[2] / "mingjing"
NAMES = {one.code for one in OPINION}
PROCEDURE_IDS = {one.id for one in PROCEDURES} - NAMES
OWN = ("law/acts/", "law/parameters/", "exchange/maps/", "demo/", "scenario/cast.py")
"""The acts themselves, parameters, import maps, invented cities."""
CODES = {("law/papers/fields.py", "inspection"), ("law/papers/mainline.py", "penalty")}
"""Not acts but values of a field with the same letters: where a lead comes from, what an investigation proposes."""
NAMED_PROCEDURES = {
    # What another case says is asked of one kind of case: where things were seized, a permit undone, a year reported.
    ("law/guards/coercion.py", "house_compensation"),
    ("law/guards/enforced.py", "compulsory_measure"),
    ("law/guards/reports.py", "annual_enforcement_report"),
    ("law/guards/validity.py", "permit_undoing"),
    ("law/lint/bases.py", "annual_enforcement_report"),
    # Papers with the same letters.
    ("law/papers/enforcement.py", "court_application"),
    ("law/papers/order.py", "court_application"),
    ("law/papers/order.py", "inspection_plan"),
    ("law/papers/plans.py", "inspection_plan"),
    # Old records come in as cases of their own kind; a story that names no procedure is of the commonest.
    ("exchange/closed.py", "penalty_history"),
    ("scenario/runner.py", "penalty_ordinary"),
}
TEXTS = {".html", ".typ", ".js", ".css", ".sql", ".svg", ".txt", ".toml", ".json", ".yaml", ".xml"}


def named(tree: ast.AST) -> Iterator[str]:
    """Every identifier, every whole string, put together or not, what a prefix names, and what is quoted inside one."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str() | bytes() as said):
                yield from words(said if isinstance(said, str) else said.decode("latin-1"))
            case ast.BinOp() | ast.JoinedStr() | ast.Call():
                yield folded(node) or ""
            case ast.alias(name=str(module)) | ast.ImportFrom(module=str(module)):
                yield from module.split(".")
        for _, value in ast.iter_fields(node):
            yield from (
                one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)
            )


def words(text: str) -> Iterator[str]:
    yield text.strip("_-@:/ ")
    yield from re.findall(r"""['"]([a-z_]+)['"]""", text)


def folded(node: ast.AST) -> str | None:
    """The string that an expression of constants makes: 'f' + 'ee', f"{'fee'}", '-'.join(('a', 'b'))."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            parts = [folded(left), folded(right)]
        case ast.JoinedStr(values=values):
            parts = [folded(one.value if isinstance(one, ast.FormattedValue) else one) for one in values]
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str(gap)), attr="join"),
            args=[ast.List(elts=of) | ast.Tuple(elts=of)],
        ):
            found = [folded(one) for one in of]
            return None if None in found else gap.join(map(str, found))
        case _:
            return None
    return None if None in parts else "".join(map(str, parts))


def places() -> Iterator[tuple[str, Path]]:
    for file in sorted(ROOT.rglob("*")):
        place = file.relative_to(ROOT).as_posix()
        if file.is_file() and not place.startswith(OWN):
            yield place, file


def named_in_code(wanted: set[str]) -> set[tuple[str, str]]:
    found = set()
    for place, file in places():
        if file.suffix == ".py":
            here = {*named(ast.parse(file.read_text(encoding="utf-8"))), *Path(place).with_suffix("").parts}
            found |= {(place, one) for one in here & wanted}
    return found


def tokens(text: str) -> set[str]:
    return {*re.split(r"[^A-Za-z0-9_]+", text)}


def test_no_act_is_named_outside_its_file():
    assert named_in_code(NAMES) == CODES


def test_a_procedure_is_named_only_where_another_case_is_asked_of():
    assert named_in_code(PROCEDURE_IDS) == NAMED_PROCEDURES


def test_no_template_script_or_sheet_names_an_act():
    texts = [(place, file) for place, file in places() if file.suffix in TEXTS]
    assert {".html", ".typ", ".js", ".css"} <= {file.suffix for _, file in texts}
    found = {
        (place, one)
        for place, file in texts
        for one in tokens(file.read_text(encoding="utf-8")) & (NAMES | PROCEDURE_IDS)
    }
    assert not found


def test_a_name_is_found_wherever_it_stands():
    for text in (
        "if act == 'fee': pass",
        "x = levy",
        "row.permit",
        "def fee(): pass",
        "async def fee(): pass",
        "import a.levy",
        "from . import levy as x",
        "f(permit=1)",
        "x = {'fee': 1}['fee']",
        "match x:\n    case Act(fee=1): pass",
        "match x:\n    case {'fee': 1}: pass",
        "global fee",
        "x = b'fee'",
        "x = f'fee'",
        "x = 'f' + 'ee'",
        "x = f\"{'le'}{'vy'}\"",
        "x = 'fe' f'{\"e\"}'",
        "x = ''.join(['f', 'e', 'e'])",
        "row.procedure.startswith('penalty_')",
        "row.key.startswith('penalty@')",
        "sql = \"SELECT 1 FROM cases WHERE act = 'fee'\"",
    ):
        assert NAMES & set(named(ast.parse(text))), text
    for text in ("x = 'penalty_ordinary'", "x = 'feed'", "'Whether a fee is due.'"):
        assert not NAMES & set(named(ast.parse(text))), text
    for text in (
        '{% if act == "fee" %}',
        ".act--fee { }",
        'case.act === "fee"',
        "WHERE act = 'fee'",
        "#if data.fee",
    ):
        assert NAMES & tokens(text), text
