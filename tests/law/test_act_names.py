"""No act is named outside its own file: a rule that looks at the name of an act belongs into the table."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from mingjing.law.acts import OPINION

ROOT = Path(__file__).parents[2] / "mingjing"
NAMES = {one.code for one in OPINION}
OWN = ("law/acts/", "law/parameters/", "exchange/maps/", "demo/", "scenario/cast.py")
"""The acts themselves, parameters, import maps, invented cities."""
CODES = {("law/papers/fields.py", "inspection"), ("law/papers/mainline.py", "penalty")}
"""Not acts but values of a field with the same letters: where a lead comes from, what an investigation proposes."""


def named(tree: ast.AST) -> Iterator[str]:
    """Every whole identifier and every whole string."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.Constant(value=name):
                yield str(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name
            case ast.alias(name=name, asname=other):
                yield from (*name.split("."), other or "")
            case ast.ImportFrom(module=str(module)):
                yield from module.split(".")


def test_no_act_is_named_outside_its_file():
    found = set()
    for file in sorted(ROOT.rglob("*.py")):
        place = file.relative_to(ROOT).as_posix()
        if not place.startswith(OWN):
            names = {*named(ast.parse(file.read_text(encoding="utf-8"))), *Path(place).with_suffix("").parts}
            found |= {(place, one) for one in names & NAMES}
    assert found == CODES


def test_a_name_is_found_wherever_it_stands():
    for text in (
        "if act == 'fee': pass",
        "x = levy",
        "row.permit",
        "def fee(): pass",
        "import a.levy",
        "f(permit=1)",
    ):
        assert NAMES & set(named(ast.parse(text))), text
    assert not NAMES & set(named(ast.parse("x = 'penalty_ordinary'")))
