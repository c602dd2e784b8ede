"""Rows become whole cases through the door, or nothing: refusals, dry run, resumption after a kill."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from mingjing import cli
from mingjing.casework import service
from mingjing.casework.models import CaseRow, PaperRow
from mingjing.casework.verification import comparisons
from mingjing.disclosure.models import Publication
from mingjing.exchange import maps, replay
from mingjing.exchange.converters import RULES
from mingjing.law.engine import fold
from mingjing.law.judgement import replay as standing
from mingjing.recording import home as homes
from mingjing.recording import verify
from mingjing.recording.home import HomeFault
from mingjing.registry.models import OrgParty
from tests.exchange.files import NAME, TEXT, row, write
from tests.support.home import Home

NOW = datetime(2026, 6, 30, 4, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
IMPATIENT: dict[str, dict[str, Any]] = {
    "sqlite": {"timeout": 0.0},
    "postgresql": {"options": "-c lock_timeout=1"},
}
"""Who must wait fails at once."""


@dataclass
class Told:
    """The reasons of one run, by row key."""

    reasons: dict[str, list[str]] = field(default_factory=dict)

    def __call__(self, key: str, refusals: Sequence[tuple[str, str]]) -> None:
        assert all(rule and "。" in sentence for rule, sentence in refusals)
        self.reasons[key] = [rule for rule, _ in refusals]


def play(file: Path, *, told: Told | None = None, **options: Any) -> replay.Outcome:
    return replay.replay(
        file, maps.load("tw-moenv"), homes.current(), clock=lambda: NOW, tell=told or Told(), progress=lambda *_: None, **options
    )  # fmt: skip


def counts(outcome: replay.Outcome) -> tuple[int, int, int]:
    return outcome.accepted, outcome.already, outcome.refused


def last_acts() -> list[str]:
    """The last act of each case that is no issuing of a paper."""
    cases = [service.load(one) for one in CaseRow.objects.values_list("id", flat=True)]
    return [[one.action for one in case.entries if one.action != "paper_issued"][-1] for case in cases]


def check_whole(home: Home, *, cases: int) -> None:
    """Every case complete to its end with its papers and files, nothing left of any other, the ledger sound."""
    assert CaseRow.objects.count() == cases
    assert set(last_acts()) <= {"po_pay", "po_serve"}
    assert not PaperRow.objects.filter(issued_n=None).exists()
    kept = {one.name for one in (home.path / "evidence").iterdir()}
    assert kept == set(CaseRow.objects.values_list("id", flat=True))
    report = verify.verify(homes.current(), comparisons=comparisons(), files=True)
    assert [str(one) for one in report.findings] == []


# --- one row ---------------------------------------------------------------------------------------------------------


def test_a_row_becomes_a_case_with_its_own_days_amount_articles_and_text(
    fresh_practice: Home, tmp_path: Path
):
    outcome = play(write(tmp_path / "a.csv", row()))

    assert counts(outcome) == (1, 0, 0)
    check_whole(fresh_practice, cases=1)
    case = service.load(CaseRow.objects.get().id)
    (decision,) = [one for one in case.entries if one.action == "po_decide"]
    paper = decision.facts["penalty_decision"]
    assert isinstance(paper, Mapping)
    assert (decision.on, paper["fine"], paper["facts_found"], paper["kinds"]) == (
        "2026-01-16",
        200000,
        TEXT,
        ["fine"],
    )
    assert paper["violated"] == [{"law": "空氣污染防制法", "article": "第23條第2項"}]
    assert paper["punished_by"] == [{"law": "空氣污染防制法", "article": "第62條第1項第4款"}]
    assert paper["party"]["foreign"] is True  # type: ignore[index,call-overload]
    assert OrgParty.objects.get(uscc="00000001").foreign
    (filing,) = [one for one in case.entries if one.action == "po_file"]
    assert (filing.on, case.entries[0].key) == ("2025-11-17", "import:tw-moenv:T-001")
    assert [one.at for one in case.entries] == sorted(one.at for one in case.entries)


def test_nothing_of_it_is_ever_published(fresh_practice: Home, tmp_path: Path):
    play(write(tmp_path / "a.csv", row()))

    assert not Publication.objects.exists()
    assert not CaseRow.objects.get().published


@pytest.mark.parametrize(
    ("changed", "acts"),
    [
        ({"paymentstate": "無分期已繳清"}, "po_pay"),
        ({"paymentstate": "尚未繳款"}, "po_serve"),
        ({"penaltykind": "勒令停工"}, "po_panel"),
        ({"transgress_date": "2026-01-16"}, "po_decide"),  # found, filed, heard and decided on one day
        ({"party_masked": "1", "ban": "", "fac_name": "[已隐去]", "penalty_money": "900000"}, "po_decide"),
    ],
)
def test_the_acts_follow_from_what_the_row_says(
    fresh_practice: Home, tmp_path: Path, changed: dict[str, str], acts: str
):
    outcome = play(write(tmp_path / "a.csv", row(**changed)))

    assert counts(outcome) == (1, 0, 0), outcome.rules
    case = service.load(CaseRow.objects.get().id)
    done = [one.action for one in case.entries]
    assert acts in done
    assert ("po_pay" in done) == (changed.get("paymentstate") != "尚未繳款")
    assert standing(maps.load("tw-moenv").procedure, fold(case.id, case.entries)).stage == "served"


# --- refusals ----------------------------------------------------------------------------------------------------------

BAD: list[tuple[dict[str, str], str]] = [
    ({"penalty_date": ""}, "M-BLANK"),
    ({"penalty_date": "115-01-16"}, "M-DATE"),
    ({"penalty_date": "2099-01-16"}, "M-DATE"),
    ({"penalty_date": "2025-11-02"}, "M-ORDER"),
    ({"penalty_money": "兩千"}, "M-MONEY"),
    ({"gist_define": "違反空氣污染防制法第23條第2項規定，並依裁處。"}, "M-ARTICLE"),
    ({"penaltykind": "口頭勸導"}, "M-CODE"),
    ({"fac_name": ""}, "M-PARTY"),
    ({"row_key": ""}, "M-KEY"),
    # What the door itself finds: kinds of penalty missing, too old for the articles, before the procedure, bad text.
    ({"penaltykind": "限期改善"}, "E-FIELD"),
    ({"transgress_date": "1999-12-31"}, "G-LIMIT"),
    ({"transgress_date": "2021-01-01", "penalty_date": "2021-06-01"}, "E-FIELD"),
    ({"openinfor": "看不見\u202e的字"}, "E-FIELD"),
    ({"fac_name": "長" * 120 + "公司"}, "E-FIELD"),
]


def test_each_bad_row_is_refused_by_its_rule_and_none_stops_the_rest(fresh_practice: Home, tmp_path: Path):
    bad = [row(number, **changed) for number, (changed, _) in enumerate(BAD, start=1)]
    told = Told()

    outcome = play(write(tmp_path / "a.csv", *bad, row(99)), told=told)

    assert counts(outcome) == (1, 0, len(BAD))
    for number, (changed, rule) in enumerate(BAD, start=1):
        key = f"第 {number} 行" if changed.get("row_key") == "" else f"T-{number:03d}"
        assert rule in told.reasons[key], (changed, told.reasons[key])
    assert sum(rule in reasons for reasons in told.reasons.values() for rule in RULES) == 9
    assert outcome.broken == 0
    check_whole(fresh_practice, cases=1)


def test_all_reasons_of_a_row_are_told_at_once(fresh_practice: Home, tmp_path: Path):
    told = Told()

    play(write(tmp_path / "a.csv", row(penalty_money="?", penalty_date="?", penaltykind="?")), told=told)

    assert sorted(told.reasons["T-001"]) == ["M-CODE", "M-DATE", "M-MONEY"]


def test_a_home_that_is_not_for_practice_takes_nothing(fresh_serious: Home, tmp_path: Path):
    file = write(tmp_path / "a.csv", row())

    with pytest.raises(HomeFault, match="演练库") as refused:
        play(file)
    assert str(refused.value).count("。") == 1
    assert not CaseRow.objects.exists()
    assert service.chain("registry") == ()


# --- dry run, again, resumption -----------------------------------------------------------------------------------------


def rows_of_all_tables() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def files_of(home: Home) -> set[str]:
    return {str(one.relative_to(home.path)) for one in home.path.rglob("*") if "sqlite3" not in one.name}


def test_a_dry_run_judges_like_a_real_one_and_leaves_nothing(fresh_practice: Home, tmp_path: Path):
    file, told, real = write(tmp_path / "a.csv", row(1), row(2, penaltykind="限期改善")), Told(), Told()
    before = rows_of_all_tables(), files_of(fresh_practice)

    dry = play(file, told=told, dry_run=True)

    assert (rows_of_all_tables(), files_of(fresh_practice)) == before
    assert counts(dry) == counts(play(file, told=real)) == (1, 0, 1)
    assert told.reasons == real.reasons


def test_others_can_write_between_the_rows_of_a_dry_run(fresh_practice: Home, tmp_path: Path):
    """A connection of its own, as another process has it, writes at each row and is never kept waiting."""
    file, written = write(tmp_path / "a.csv", row(1), row(2), row(3)), list[int]()

    def elsewhere(outcome: replay.Outcome, total: int) -> None:
        other = connection.copy()
        other.settings_dict["OPTIONS"] = {**other.settings_dict["OPTIONS"], **IMPATIENT[connection.vendor]}
        try:
            with other.cursor() as cursor:
                cursor.execute("DELETE FROM django_session WHERE session_key = %s", [f"none-{total}"])
                cursor.execute(
                    "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, '', %s)",
                    [f"dry-run-{outcome.rows}", NOW],
                )
        finally:
            other.close()
        written.append(outcome.rows)

    dry = replay.replay(
        file, maps.load("tw-moenv"), homes.current(),
        clock=lambda: NOW, tell=Told(), progress=elsewhere, dry_run=True,
    )  # fmt: skip

    assert counts(dry) == (3, 0, 0)
    assert written == [0, 1, 2, 3]
    assert not CaseRow.objects.exists()


def test_a_dry_run_counts_what_several_rows_share_once(fresh_practice: Home, tmp_path: Path):
    file = write(tmp_path / "a.csv", row(1), row(1), row(2))

    dry = play(file, dry_run=True)
    real = play(file)

    assert counts(dry) == counts(real) == (2, 0, 1)
    assert (dry.norms, dry.parties) == (real.norms, real.parties)


def test_a_second_run_finds_every_row_there_and_adds_no_entry(fresh_practice: Home, tmp_path: Path):
    file = write(tmp_path / "a.csv", row(1), row(2, ban="00000002"), row(2, ban="00000002"))
    assert counts(play(file)) == (2, 0, 1)
    before = rows_of_all_tables()

    again = play(file)

    assert counts(again) == (0, 2, 1)
    assert (again.norms, again.parties) == (0, 0)
    assert rows_of_all_tables() == before


def test_a_limited_run_is_continued_by_the_next_one(fresh_practice: Home, tmp_path: Path):
    file = write(tmp_path / "a.csv", row(1), row(2))
    assert counts(play(file, limit=1)) == (1, 0, 0)

    assert counts(play(file)) == (1, 1, 0)
    check_whole(fresh_practice, cases=2)


KILLED = """
import django, os, signal, sys
django.setup()
from mingjing.casework import issue
from mingjing import cli

plain, made = issue.plain, []

def dies(sheet):
    made.append(1)
    if len(made) == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(sheet)

issue.plain = dies
cli.main(["import", "replay", sys.argv[2], "--map", "tw-moenv"])
"""
"""A power cut while a certain paper is being made: what was done before it in the same row must be gone."""


@pytest.mark.parametrize("paper", [5, 16], ids=["in the first row", "in the second row"])
def test_a_killed_import_leaves_no_half_case_and_is_resumed(fresh_practice: Home, tmp_path: Path, paper: int):
    file = write(tmp_path / "a.csv", *(row(one, ban=f"0000000{one}") for one in (1, 2, 3)))
    command = [sys.executable, "-c", KILLED, str(paper), str(file)]
    environment = fresh_practice.env | {
        "DJANGO_SETTINGS_MODULE": "mingjing.settings",
        "PYTHONPATH": str(ROOT),
    }

    killed = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert killed.returncode == -9, killed.stderr
    whole = 0 if paper == 5 else 1
    assert CaseRow.objects.count() == whole
    assert counts(play(file)) == (3 - whole, whole, 0)
    check_whole(fresh_practice, cases=3)


# --- the command ----------------------------------------------------------------------------------------------------------


def test_the_command_prints_numbers_and_keeps_texts_out_of_sight(
    fresh_practice: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = write(tmp_path / "a.csv", row(1), {**row(2, penalty_money=f"{NAME}"), "row_key": "=1+1"})

    status = cli.main(["import", "replay", str(file), "--map", "tw-moenv"])

    out = "".join(capsys.readouterr())
    assert status == 0
    assert "共 2 行：办成 1 行，此前已导入 0 行，未通过 1 行" in out
    assert "M-MONEY" in out and "每秒" in out and "2/2 行" in out
    assert NAME not in out and TEXT not in out and "T-00" not in out
    (report,) = fresh_practice.path.glob("import-tw-moenv-*.csv")
    assert report.stat().st_mode & 0o077 == 0
    with report.open(encoding="utf-8-sig", newline="") as lines:
        header, *reasons = csv.reader(lines)
    assert header == ["行编号", "规则", "原因"]
    # A spreadsheet must not take a row's text for a formula.
    assert [one[:2] for one in reasons] == [["'=1+1", "M-MONEY"]]
    assert NAME not in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.csv", "--map", "tw-moenv"], "没有"),
        (["nowhere.csv", "--map", "nowhere"], "没有这个映射"),
    ],
)
def test_what_cannot_begin_is_refused_in_one_sentence_and_leaves_no_report(
    fresh_practice: Home, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
):
    status = cli.main(["import", "replay", *arguments])

    error = capsys.readouterr().err
    assert (status, error.count("\n")) == (1, 1)
    assert told in error
    assert list(fresh_practice.path.glob("import-*")) == []


def test_a_home_that_is_not_for_practice_is_told_so_by_the_command(
    fresh_serious: Home, capsys: pytest.CaptureFixture[str]
):
    assert cli.main(["import", "replay", "x.csv", "--map", "tw-moenv"]) == 1
    assert "演练库" in capsys.readouterr().err


# --- real rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_real_rows_are_all_judged(fresh_practice: Home, testdata: Path):
    """Counts only: nothing of these rows is shown, not even by a failing assertion."""
    told = Told()

    outcome = play(testdata / "data" / "tw-moenv-env-penalties-2026.csv", told=told, limit=40)

    assert outcome.accepted + outcome.refused == outcome.rows == 40
    assert outcome.broken == 0
    assert outcome.accepted > 30
    ruled = sum(1 for rules in told.reasons.values() if rules and all(rules))
    assert ruled == outcome.refused
