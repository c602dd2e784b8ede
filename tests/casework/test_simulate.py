"""`mingjing law simulate`: which open cases another value touches, found by engine and clocks, with nothing written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from mingjing import cli
from mingjing.casework import service, simulation
from mingjing.casework.models import CaseRow
from mingjing.law import clocks, engine
from mingjing.law.parameters import packaged_texts
from mingjing.registry import reads
from tests.exchange.test_replay import rows_of_all_tables
from tests.support import city
from tests.support.home import Home

DAY = "2025-09-01"
AT = datetime(2025, 9, 22, 4, tzinfo=UTC)
STOPS = ("po_file", "po_conclude", "po_notice", "po_submit_review")
FINES = (500_000, 12_000_000)
"""5,000 yuan and 120,000 yuan: below and above the threshold in force."""
EACH = 3
ROW = """
[[value]]
key = "{key}"
since = {since}
scope = "{scope}"
amount = {amount}
unit = "{unit}"
basis = "某规定 第一条"
verified = false
"""
SHORTER = ROW.format(key="penalty.decide_within", since="2021-07-15", scope="nation", amount=60, unit="day")
THRESHOLD = {"key": "hearing.threshold_org", "since": "2021-07-15", "scope": "agency:zz-scjg", "unit": "分"}
LOWER = ROW.format(**THRESHOLD, amount=100_000)
HIGHER = ROW.format(**THRESHOLD, amount=90_000_000)


@pytest.fixture
def office(fresh_city: Home) -> Home:
    """24 open cases at four places of the way, and one that is closed."""
    for stop in STOPS:
        for fine in FINES:
            for _ in range(EACH):
                play(stop, fine)
    play("po_close", FINES[0])
    assert CaseRow.objects.filter(ended=False).count() == len(STOPS) * len(FINES) * EACH >= 20
    return fresh_city


def play(stop: str, fine: int) -> None:
    player = city.player()
    player.overrides["fine"] = fine
    for played in player.through(stop, DAY):
        assert played.refused is None, (played.action, played.refused)


def simulated(text: str, at: datetime = AT) -> simulation.Outcome:
    return simulation.simulate(simulation.altered("x.toml", text), at, lambda done, total: None)


def test_a_shorter_limit_moves_every_running_one_and_nothing_else(office: Home) -> None:
    before = rows_of_all_tables()
    found = simulated(SHORTER)
    open_cases = set(CaseRow.objects.filter(ended=False).values_list("id", flat=True))
    assert (found.cases, found.touched) == (24, 24)
    assert {line.case for line in found.lines} == open_cases
    assert {(line.change.what, line.change.about) for line in found.lines} == {("期限", "T02 作出处罚决定")}
    for line in found.lines:
        case, law, context = service.look(line.case, AT)
        now = next(one for one in clocks.clocks(law, case, context) if one.term.id == "T02")
        assert line.change.before == now.shown
        calendar = context.calendar
        assert date.fromisoformat(line.change.after) < now.last_day
        assert calendar.is_working(date.fromisoformat(line.change.after))
        assert "第六十条" in line.change.article
    assert rows_of_all_tables() == before


def test_a_lower_threshold_makes_a_hearing_needed_and_acts_refused(office: Home) -> None:
    found = simulated(LOWER)
    needs = {
        (one.change.about, one.change.before, one.change.after)
        for one in found.lines
        if one.change.what == "条件"
    }
    assert needs == {("听证", "不需要", "需要"), ("法制审核", "不需要", "需要")}
    small = {line.case for line in found.lines}
    assert len(small) == 3 * EACH, "only cases with a stated fine below the old threshold"
    refused = [one.change for one in found.lines if one.change.what == "动作"]
    assert refused
    assert all(one.before == "可以办" and one.after.startswith("不能办：") for one in refused)


def test_what_is_allowed_then_is_what_the_engine_says_then(office: Home) -> None:
    """No second copy: put into force, the same values give the same answers."""
    found = simulated(LOWER)
    folder = office.path / "parameters"
    folder.mkdir(exist_ok=True)
    text = LOWER.replace(
        "since = 2021-07-15", "since = 2021-07-16"
    )  # an own file may not repeat a packaged row
    assert simulated(text).lines == found.lines
    (folder / "own.toml").write_text(text, encoding="utf-8")
    for line in (one for one in found.lines if one.change.what == "动作"):
        case, law, context = service.look(line.case, AT)
        action = law.derived[line.change.about.split()[0]]
        actor = simulation._Cast(context.registry, case)(action)
        now = next(one for one in engine.menu(law, case, actor, context) if one.action.id == action.id)
        assert not now.possible
    assert simulated(text).lines == []


def test_a_higher_threshold_opens_what_is_refused_now(office: Home) -> None:
    found = simulated(HIGHER)
    opened = [one.change for one in found.lines if one.change.what != "期限"]
    assert ("听证", "需要", "不需要") in {(one.about, one.before, one.after) for one in opened}
    assert any(one.what == "动作" and one.after == "可以办" for one in opened)


def test_a_value_of_another_field_touches_nothing(office: Home) -> None:
    other = SHORTER.replace('scope = "nation"', 'scope = "field:农业农村"')
    assert (simulated(other).cases, simulated(other).touched) == (24, 0)


def test_a_holiday_notice_moves_limits_too(office: Home) -> None:
    case = CaseRow.objects.filter(ended=False).first()
    assert case is not None
    found, law, context = service.look(case.id, AT)
    last = next(one for one in clocks.clocks(law, found, context) if one.term.id == "T02").last_day
    name = f"holidays-{last.year}.toml"
    text = dict(packaged_texts())[name]
    text += f'\n[[off]]\nname = "某节"\nfrom = {last}\nto = {last + timedelta(days=1)}\n'
    result = simulation.simulate(simulation.altered(name, text), AT, lambda done, total: None)
    assert ("期限", "T02 作出处罚决定") in result.counts


def test_it_is_judged_on_the_day_the_value_begins(office: Home) -> None:
    law = simulation.altered("x.toml", SHORTER.replace("2021-07-15", "2027-01-01"))
    assert simulation.as_of(law, AT).date() == date(2027, 1, 1)
    assert simulation.as_of(simulation.altered("x.toml", SHORTER), AT) == AT


def test_nothing_can_be_written_meanwhile(office: Home) -> None:
    with simulation._nothing_written(), pytest.raises(RuntimeError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM casework_due")


def test_the_command_counts_and_lists(
    office: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.toml"
    file.write_text(SHORTER, encoding="utf-8")
    assert cli.main(["law", "simulate", str(file)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("在办案件 24 件，受影响 24 件。没有写入任何内容。")
    assert said[1] == "  期限 T02 作出处罚决定：24 件"
    assert len(said) == 2 + 24
    assert "市场监督管理局" in said[2]
    assert " → " in said[2]
    assert "第六十条" in said[2]
    titles = dict(CaseRow.objects.filter(ended=False).values_list("id", "title"))
    assert all(any(title in one for title in titles.values()) for one in said[2:])

    assert cli.main(["law", "simulate", str(file), "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert len(whole["changes"]) == whole["touched"] == 24
    assert set(whole["changes"][0]) == {
        "case", "number", "agency", "title", "what", "about", "before", "after", "article",
    }  # fmt: skip


def test_a_case_without_a_number_is_named_by_what_it_is_about(
    fresh_city: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    player = city.player(procedure="permit")
    assert player.do("pm_receive", "2025-09-22").refused is None
    row = CaseRow.objects.get()
    assert (row.number, row.decision_number) == ("", "")
    file = tmp_path / "x.toml"
    file.write_text(
        ROW.format(
            key="permit.correct_within", since="2019-04-23", scope="nation", amount=2, unit="working_day"
        )
    )
    assert cli.main(["law", "simulate", str(file)]) == 0
    assert f"未编号（{row.id}）  {city_name(row)}  {row.title}  期限 T19" in capsys.readouterr().out


def city_name(row: CaseRow) -> str:
    agency = reads.snapshot(AT.date()).agency(row.agency)
    assert agency is not None
    return agency.name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            SHORTER.replace("decide_within", "decide_whithin"),
            "没有期限或者条件用到参数 penalty.decide_whithin",
        ),
        (SHORTER.replace("decide_within", "decide_whithin"), "请检查键名，相近的有 penalty.decide_within"),
        (SHORTER.replace('"nation"', '"field:市场监菅"'), "没有属于 field:市场监菅 的机关、事项"),
        (SHORTER.replace('"nation"', '"agency:nobody"'), "没有属于 agency:nobody 的机关、事项"),
        (SHORTER.replace('"nation"', '"matter:排污许可"'), "没有属于 matter:排污许可 的机关、事项"),
    ],
)
def test_a_value_that_can_touch_no_case_is_told(
    sqlite_city: Home, tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    assert cli.main(["law", "simulate", str(file)]) == 1
    assert said in capsys.readouterr().out
    assert cli.main(["law", "simulate", str(file), "--json"]) == 1
    assert any(said in one for one in json.loads(capsys.readouterr().out)["doubts"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[value]]\nkey = 1", "x.toml 第 1 条"),
        ("nonsense", "x.toml"),
        (SHORTER.replace("60", "1.5"), "amount"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(
    sqlite_city: Home, tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    assert cli.main(["law", "simulate", str(file)]) == 2
    assert said in capsys.readouterr().out
    assert cli.main(["law", "simulate", str(tmp_path / "gone.toml")]) == 2
    assert cli.main(["law", "simulate"]) == 2
