"""The measuring code runs, with sizes too small to say anything."""

from __future__ import annotations

import pytest

from bench import closed, desk, door, lists, pages, report, verify
from bench.client import _page
from bench.report import TINY, Goal, Line, Report
from mingjing.law import procedures

LAW = procedures.current("penalty_ordinary", "2026-01-01")


@pytest.fixture
def sqlite_only(monkeypatch: pytest.MonkeyPatch, django_db_blocker: object) -> object:
    monkeypatch.setattr("bench.homes.vendors", lambda: ["sqlite"])
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield


@pytest.mark.slow
@pytest.mark.parametrize("question", [door, verify, pages, lists, closed], ids=lambda one: one.__name__)
def test_a_question_is_answered(sqlite_only, question):
    """`pages` plays a complete case over HTTP on the way: the part of `case_http` that can break."""
    found = list(question.lines(TINY))
    assert found and all(one.value >= 0 and one.vendor == "sqlite" for one in found)


def test_a_form_sends_what_a_browser_would():
    page = _page(200, "/", (
        b'<form action="/x"><input name="a" value="1"><input type="radio" name="b" value="2">'
        b'<input type="radio" name="b" value="3" checked><textarea name="c">\nwords</textarea>'
        b'<select name="d"><option value="">-</option><option value="4" selected>4</option></select></form>'
    ), "text/html")  # fmt: skip
    form = page.form("a")
    assert form.values == {"a": ["1"], "b": ["3"], "c": ["words"], "d": ["4"]}
    assert form.states("c") and not form.states("e")


def test_what_a_form_leaves_blank_is_filled_from_the_table():
    act = desk.Act("zhang", "po_lead")
    sent = desk.filled(LAW, act, {"on": ["2026-01-05"]}, lambda name: False)
    assert sent["on"] == ["2026-01-05"] and any(name.startswith("case_source_register.") for name in sent)


def test_a_missed_goal_shows_its_profile(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "README", tmp_path / "README.md")
    (tmp_path / "README.md").write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n")
    found = Report()
    found.add(Line("door", "sqlite", "CPU per act", 5.0, "ms", Goal(4, most=True), "", "ncalls …"))
    found.write("script/bench door")
    text = (tmp_path / "README.md").read_text()
    assert "**missed**" in text and "ncalls …" in text and "old" not in text
    assert text.startswith("before") and text.endswith("after\n")
