"""`mingjing import cases`: closed cases of an older system, as their source states them."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mingjing.casework import rebuild, service
from mingjing.casework.models import CaseRow, Due, PenaltyRow, Todo
from mingjing.casework.verification import comparisons
from mingjing.cli import main
from mingjing.disclosure.models import Publication
from mingjing.exchange import closed, sheets
from mingjing.exchange.maps import BadMap
from mingjing.exchange.rows import BadFile
from mingjing.law import engine, procedures
from mingjing.law.judgement import replay
from mingjing.law.terms import Entry, Move
from mingjing.recording import home as homes
from mingjing.recording import sealer, verify
from mingjing.registry.models import Account
from tests.support import city

HEAD = [
    "doc_no",
    "publish_date",
    "authority",
    "violation_category",
    "legal_basis",
    "amounts_yuan",
    "note",
    "doc_type",
]
ROW = [
    "虚市监处罚〔2019〕1号",
    "2019-05-10",
    "虚构市场监督管理局",
    "计量违法",
    "虚构法",
    "1.5万元;200",
    "",
    "行政处罚决定书",
]
MAP = "prc-guangdong-amr"


def row(number: int, **said: str) -> list[str]:
    return [
        said.get(name, value)
        for name, value in zip(HEAD, [f"虚市监处罚〔2019〕{number}号", *ROW[1:]], strict=True)
    ]


def write(path: Path, *rows: list[str], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def workbook(path: Path, *rows: list[Any], merge: str = "") -> Path:
    book = openpyxl.Workbook()
    for cells in (HEAD, *rows):
        book.active.append(cells)
    if merge:
        book.active.merge_cells(merge)
    book.save(path)
    return path


def take(file: Path, *, dry_run: bool = False) -> tuple[tuple[int, int, int], list[tuple[str, list[str]]]]:
    told: list[tuple[str, list[str]]] = []
    outcome = closed.take(
        file, closed.load(MAP), homes.current(), agency=city.AGENCY, person=city.ZHANG,
        clock=lambda: datetime.now(UTC), tell=lambda key, why: told.append((key, [rule for rule, _ in why])),
        progress=lambda outcome, total: None, dry_run=dry_run,
    )  # fmt: skip
    return (outcome.accepted, outcome.already, outcome.refused), told


def entries() -> list[Entry]:
    return [one for case in CaseRow.objects.order_by("id") for one in service.load(case.id).entries]


def test_a_row_becomes_one_entry_as_its_source_states_it(fresh_city, tmp_path):
    file = write(tmp_path / "a.csv", row(1))
    assert take(file) == ((1, 0, 0), [])
    (entry,) = entries()
    assert (
        entry.action == "import_closed"
        and entry.actor == "system"
        and entry.facts["imported_by"] == city.ZHANG
    )
    assert entry.facts["source_amounts"] == [1_500_000, 20_000]  # never added up
    assert entry.facts["source_published_on"] == "2019-05-10" and "source_decided_on" not in entry.facts
    assert {one["column"]: one["text"] for one in entry.facts["source_cells"]} == dict(
        zip(HEAD, row(1), strict=True)
    )  # type: ignore[union-attr,index,call-overload]
    assert entry.facts["source_file"] == closed.digest(file) and entry.facts["source_row"] == 1
    case = CaseRow.objects.get()
    assert (
        case.ended
        and not case.decided
        and not case.published
        and case.decision_number == "虚市监处罚〔2019〕1号"
    )


def test_it_starts_no_clock_no_task_no_page_and_counts_as_no_decision(fresh_city, tmp_path):
    take(write(tmp_path / "a.csv", row(1), row(2)))
    assert not Todo.objects.exists() and not Due.objects.exists() and not Publication.objects.exists()
    assert set(PenaltyRow.objects.values_list("fine", "item")) == {
        (0, "")
    }  # known to later cases, never added up
    case = CaseRow.objects.first()
    found, law, context = service.look(case.id, datetime.now(UTC))
    possible = {one.action.id for one in engine.menu(law, found, city.ZHANG, context) if one.possible}
    assert law.history and not law.deciding and possible == {"ph_correct"}
    sealer.seal_once(homes.current(), datetime.now(UTC), whole=True)
    report = verify.verify(homes.current(), comparisons=comparisons(), files=True)
    assert [str(one) for one in report.findings] == []
    assert [str(one) for id_ in rebuild.cases() for one in rebuild.differences(id_)] == []


def test_nobody_enters_one_by_hand(fresh_city):
    for person in (city.ZHANG, "p-chen"):
        with pytest.raises(service.Refused) as refused:
            service.perform(
                service.new_case(), Move("import_closed", person, "2026-01-05"),
                clock=lambda: datetime(2026, 1, 5, 3, tzinfo=UTC), procedure="penalty_history", agency=city.AGENCY,
            )  # fmt: skip
        assert "E-ROLE" in refused.value.ids


def test_a_second_run_takes_only_what_is_missing(fresh_city, tmp_path):
    assert take(write(tmp_path / "a.csv", row(1)))[0] == (1, 0, 0)
    assert take(write(tmp_path / "a.csv", row(1), row(2)))[0] == (1, 1, 0)
    assert take(write(tmp_path / "a.csv", row(1), row(2)))[0] == (0, 2, 0)
    assert len(entries()) == 2


def test_another_text_under_a_known_number_is_told_and_not_written_over(fresh_city, tmp_path):
    take(write(tmp_path / "a.csv", row(1)))
    assert take(write(tmp_path / "a.csv", row(1, amounts_yuan="300")))[1] == [
        ("第 1 行 虚市监处罚〔2019〕1号", ["M-THERE"])
    ]
    assert entries()[0].facts["source_amounts"] == [1_500_000, 20_000]


def test_a_run_that_was_cut_off_goes_on(fresh_city, tmp_path, monkeypatch):
    file, perform, done = write(tmp_path / "a.csv", *map(row, range(1, 6))), service.perform, []

    def dies(*given: Any, **named: Any) -> Any:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(1)
        return perform(*given, **named)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(service, "perform", dies)
        take(file)
    assert take(file)[0] == (2, 3, 0) and len(entries()) == 5


def test_a_dry_run_says_the_same_and_writes_nothing(fresh_city, tmp_path):
    file = write(tmp_path / "a.csv", row(1), row(2, doc_type="函"), row(1))
    before = service.chain_head("system")
    dry = take(file, dry_run=True)
    assert dry == (
        (1, 0, 2),
        [("第 2 行 虚市监处罚〔2019〕2号", ["M-CODE"]), ("第 3 行 虚市监处罚〔2019〕1号", ["M-KEY"])],
    )
    assert not CaseRow.objects.exists() and service.chain_head("system") == before
    assert take(file) == dry


def test_a_sheet_is_read_like_a_list(fresh_city, tmp_path):
    first = row(1)
    first[1] = datetime(2019, 5, 10)  # type: ignore[call-overload]  # noqa: DTZ001 - a sheet knows no zones
    second = row(2, amounts_yuan="")
    second[5] = 200  # type: ignore[call-overload]
    assert take(workbook(tmp_path / "a.xlsx", first, [], second))[0] == (2, 0, 0)
    days = {one.facts["source_published_on"] for one in entries()}
    amounts = sorted(one.facts["source_amounts"] for one in entries())  # type: ignore[type-var]
    assert days == {"2019-05-10"} and amounts == [[20_000], [1_500_000, 20_000]]


def test_a_formula_is_refused_and_its_row_named(fresh_city, tmp_path):
    assert take(workbook(tmp_path / "a.xlsx", row(1, amounts_yuan="=1+1"), row(2))) == (
        (1, 0, 1),
        [("第 1 行", ["M-FORMULA"])],
    )


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("xl/workbook.xml", "")
        with pack.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(sheets.MOST_UNPACKED // (1 << 22) + 1):
                sheet.write(b"\0" * (1 << 22))
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: workbook(p / "a.xlsx", row(1), row(2), merge="A2:A3"), "合并的单元格"),
        (lambda p: bomb(p / "a.xlsx"), "过大"),
        (lambda p: _bytes(p / "a.xls", sheets.OLE + b"x" * 600), "打开密码，或者是旧的 XLS"),
        (lambda p: _bytes(p / "a.xlsx", sheets.OLE + b"x" * 600), "打开密码"),
        (lambda p: _bytes(p / "a.xlsx", b"PK\x03\x04 broken"), "不是完好的"),
        (lambda p: _bytes(p / "a.xlsx", b"doc_no,publish_date"), "不是完好的"),
        (lambda p: p / "nowhere.xlsx", "读不出来"),
        (lambda p: _bytes(p / "a.csv", "文号".encode("utf-16")), "既不是 UTF-8"),
        (lambda p: _bytes(p / "a.csv", b"doc_no\nx\n"), "缺少映射"),
        (lambda p: _bytes(p / "a.csv", (",".join([*HEAD, "doc_no"]) + "\n").encode()), "重名的列"),
    ],
    ids=["merged", "bomb", "xls", "password", "broken", "text", "absent", "utf16", "column", "twice"],
)
def test_a_file_that_cannot_be_read_is_refused_whole(fresh_city, tmp_path, make, words):
    with pytest.raises(BadFile, match=words) as refused:
        take(make(tmp_path))
    assert str(refused.value).endswith("。") and not CaseRow.objects.exists()


def _bytes(path: Path, body: bytes) -> Path:
    path.write_bytes(body)
    return path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "没有写明怎样补录案件"),
        ('[case]\nsummary = "x"\n', "缺 source_number"),
        ('[case]\nsummary = "x"\nsource_number = "@nothing"\n', "不在 \\[values\\] 里"),
        ('[case]\nsummary = "x"\nsource_number = "@a"\nimported_by = "x"\n', "不认识的 imported_by"),
    ],
)
def test_a_map_that_does_not_say_how_is_refused(tmp_path, text, words):
    own = '[map]\nkey = "a"\n[values.a]\nas = "text"\ncolumn = "a"\n'
    (tmp_path / "own.toml").write_text(own + text, encoding="utf-8")
    with pytest.raises(BadMap, match=words):
        closed.load("own", tmp_path)


def test_a_list_of_units_holds_no_cases():
    with pytest.raises(BadMap, match="只用来核对清单"):
        closed.load("prc-ocr-orgs")


def test_for_whom_and_by_whom_must_be_known(fresh_city, tmp_path):
    file, run = write(tmp_path / "a.csv", row(1)), closed.load(MAP)
    for agency, person in (("nowhere", city.ZHANG), (city.AGENCY, "p-nobody")):
        with pytest.raises(closed.BadAgency, match="名录里没有"):
            closed.take(file, run, homes.current(), agency=agency, person=person, clock=lambda: datetime.now(UTC),
                        tell=lambda *_: None, progress=lambda *_: None)  # fmt: skip


def test_the_command_tells_counts_and_writes_a_report(fresh_city, tmp_path, capsys):
    file, report = write(tmp_path / "a.csv", row(1), row(2, doc_no="=1")), tmp_path / "r.csv"
    words = [
        "import",
        "cases",
        str(file),
        "--map",
        MAP,
        "--agency",
        city.AGENCY,
        "--by",
        city.ZHANG,
        "--report",
        str(report),
    ]
    assert main([*words, "--dry-run"]) == 0 and "可以补录 1 行" in capsys.readouterr().out
    assert main(words) == 0 and "补录 1 行，此前已补录 0 行，拒绝 1 行" in capsys.readouterr().out
    assert "第 2 行 =1" in report.read_text(encoding="utf-8-sig") and report.stat().st_mode & 0o077 == 0


GOLDEN = Path(__file__).parents[1] / "golden" / "import_closed.json"


def test_a_kept_entry_is_read_for_ever():
    """Written once and never renewed: what a later version cannot read is lost evidence."""
    told = json.loads(GOLDEN.read_text(encoding="utf-8"))
    entry = Entry(**{**told, "roles": tuple(told["roles"]), "papers": (), "files": ()})
    case = engine.fold("c", [entry])
    law = procedures.of(case.procedure)
    assert replay(law, case).stage == "imported" and law.history
    assert law.stated(entry.facts, "source_amounts") == [1_500_000, 20_000]


def test_the_real_list(fresh_city, testdata, tmp_path):
    outcome, told = take(testdata / "data" / "prc-guangdong-amr-2024-2026.csv")
    assert outcome == (24, 0, 1) and told[0][1] == ["M-TEXT", "M-CODE"]
    again, _ = take(testdata / "data" / "prc-guangdong-amr-2024-2026.csv")
    assert again == (0, 24, 1)


def test_the_case_page_says_where_it_comes_from(fresh_city, tmp_path, client):
    take(write(tmp_path / "a.csv", row(1)))
    client.force_login(
        Account.objects.get(username="li"), backend="mingjing.registry.sessions.AccountBackend"
    )
    answer = client.get(f"/work/cases/{CaseRow.objects.get().id}/")
    page = answer.content.decode()
    assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))
    for words in (
        "补录：这个案件在旧系统办结",
        "来源所载的金额",
        "15,000 元；200 元",
        "计量违法",
        "张守正",
        "旧案补录",
    ):
        assert words in page, words
    listed = client.get("/work/cases/?state=all&q=虚市监处罚").content.decode()
    assert "旧案补录" in listed and "虚市监处罚〔2019〕1号" in listed
