"""`mingjing import check`: every row judged, every reason told, nothing taken in."""

import csv
import os
from pathlib import Path

import pytest

from mingjing.cli import main
from mingjing.exchange import checking, rows
from mingjing.exchange.maps import BadMap

LIST = "doc_no,doc_type,publish_date,authority,legal_basis,amounts_yuan\n"
GOOD = "虚市监处罚〔2026〕1号,行政处罚决定书,2026年1月5日,虚构市监局,虚构法,1.5万元;200\n"


def run(tmp_path: Path, text: str, *, name: str = "prc-guangdong-amr", encoding: str = "utf-8"):
    file, told = tmp_path / "a.csv", []
    file.write_bytes(text.encode(encoding))
    return checking.check(file, checking.load(name), lambda key, why: told.append((key, why))), told


@pytest.mark.parametrize(
    ("encoding", "named"), [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030")]
)
def test_the_encoding_is_found_and_named(tmp_path, encoding, named):
    result, told = run(tmp_path, LIST + GOOD, encoding=encoding)
    assert (result.good, result.refused, result.encoding, told) == (1, 0, named, [])


def test_utf8_that_could_be_read_as_gb18030_is_utf8(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("虚构".encode())
    "虚构".encode().decode("gb18030")  # as characters that nobody wrote
    assert rows.encoding_of(file, rows.DETECT) == "utf-8-sig"


def test_a_file_in_neither_encoding_is_refused_whole(tmp_path):
    with pytest.raises(rows.BadFile, match="既不是 UTF-8 也不是 GB18030"):
        run(tmp_path, LIST + GOOD, encoding="utf-16")


def test_every_reason_of_a_row_is_told_at_once(tmp_path):
    bad = "虚市监函〔2026〕1号,线索移交函,去年,,,五元\n"
    result, told = run(tmp_path, LIST + GOOD + bad)
    assert (result.good, result.refused) == (1, 1)
    assert told[0][0].startswith("第 2 行 ")
    assert [rule for rule, _ in told[0][1]] == ["M-TEXT", "M-CODE", "M-DATE", "M-BLANK", "M-MONEY"]


def test_rows_without_a_key_column_go_by_their_number_and_blank_codes_are_no_errors(tmp_path):
    result, told = run(tmp_path, "name,uscc_ocr\n虚构甲,\n虚构甲,\n,9.1E+17\n", name="prc-ocr-orgs")
    assert (result.good, told[0][0]) == (2, "第 3 行")
    assert [rule for rule, _ in told[0][1]] == ["M-BLANK", "M-CREDIT"]


def test_the_command_writes_a_harmless_report_for_its_owner_only(tmp_path, capsys):
    file, report = tmp_path / "a.csv", tmp_path / "r.csv"
    file.write_text(LIST + GOOD.replace("虚市监处罚〔2026〕1号", '"=HYPERLINK(1)"'), encoding="utf-8")
    assert main(["import", "check", str(file), "--map", "prc-guangdong-amr", "--report", str(report)]) == 0
    assert "没有写入任何记录" in capsys.readouterr().out
    with report.open(encoding="utf-8-sig", newline="") as opened:
        found = list(csv.reader(opened))
    assert len(found) == 2 and all(cell[:1] not in tuple("=+-@") for cell in found[1])
    assert os.stat(report).st_mode & 0o077 == 0


def test_a_map_for_replays_is_refused_in_one_sentence():
    with pytest.raises(BadMap, match="不能用来核对"):
        checking.load("tw-moenv")


def test_a_bad_map_is_told_whole(tmp_path):
    (tmp_path / "x.toml").write_text('[map]\nodd = 1\n[values.a]\nas = "magic"\n', encoding="utf-8")
    with pytest.raises(BadMap, match=r"共 2 处"):
        checking.load("x", tmp_path)


def test_real_decisions_but_the_one_its_source_mislabelled(testdata):
    told: list[str] = []
    file = testdata / "data" / "prc-guangdong-amr-2024-2026.csv"
    result = checking.check(file, checking.load("prc-guangdong-amr"), lambda key, why: told.append(key))
    assert (result.good, result.refused) == (24, 1)
    assert dict(result.rules) == {"M-TEXT": 1, "M-CODE": 1}


def test_real_damaged_codes_are_refused_and_the_right_ones_pass(testdata):
    result = checking.check(
        testdata / "data" / "prc-ocr-damaged-orgs.csv",
        checking.load("prc-ocr-orgs"),
        lambda key, why: None,
    )
    assert (result.good, result.refused) == (206, 284)
