"""A file that cannot be read is refused in one sentence; a row that cannot be read is refused alone."""

import pytest

from mingjing.exchange import maps, rows
from mingjing.exchange.rows import BadFile
from tests.exchange.files import ROW, row, write

MAP = maps.load("tw-moenv")


def test_cells_stay_as_written_but_for_line_ends_and_outer_space(tmp_path):
    file = write(tmp_path / "a.csv", row(penalty_money=" 002000 ", openinfor="甲\r\n乙\u3000"))

    (line,) = rows.lines(file, MAP)

    assert (line.cells["penalty_money"], line.cells["openinfor"]) == ("002000", "甲\n乙")


def test_a_broken_row_is_refused_alone(tmp_path):
    file = write(tmp_path / "a.csv", row(1), row(2))
    with file.open("a", encoding="utf-8") as more:
        more.write("只有一列\r\n\r\n")
        more.write(",".join(["x"] * (len(ROW) + 1)) + "\r\n")

    found = list(rows.lines(file, MAP))

    assert [one.fault and one.fault.rule for one in found] == [None, None, "M-ROW", "M-ROW"]
    assert rows.check(file, MAP) == 4
    assert rows.check(file, MAP, limit=3) == 3


@pytest.mark.parametrize("key", ["", " ", "T-001", "x" * 201, "T\u202e1"])
def test_a_row_without_a_key_of_its_own_is_refused(tmp_path, key):
    file = write(tmp_path / "a.csv", row(1), {**row(), "row_key": key}, row(3))

    assert [one.fault and one.fault.rule for one in rows.lines(file, MAP)] == [None, "M-KEY", None]


def test_a_file_in_another_encoding_is_refused_in_one_sentence(tmp_path):
    file = write(tmp_path / "a.csv", row(fac_name="公司"), encoding="utf-16")

    with pytest.raises(BadFile, match="a.csv 不是 utf-8-sig 编码的文本"):
        rows.check(file, MAP)


def test_a_damaged_byte_deep_in_the_file_is_found_before_the_first_row_is_played(tmp_path):
    file = write(tmp_path / "a.csv", *(row(one) for one in range(3000)))
    with file.open("ab") as more:
        more.write(b"\xff\xfe")

    with pytest.raises(BadFile, match="编码"):
        rows.check(file, MAP)


def test_missing_and_doubled_columns_are_named(tmp_path):
    (tmp_path / "a.csv").write_text("row_key,ban\n1,2\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(",".join([*ROW, "ban"]) + "\n", encoding="utf-8")
    (tmp_path / "c.csv").write_bytes(b"")

    with pytest.raises(BadFile, match="缺少映射 tw-moenv 要用的列：.*penalty_date"):
        rows.check(tmp_path / "a.csv", MAP)
    with pytest.raises(BadFile, match="重名的列：ban"):
        rows.check(tmp_path / "b.csv", MAP)
    with pytest.raises(BadFile, match="缺少"):
        rows.check(tmp_path / "c.csv", MAP)
    with pytest.raises(BadFile, match="没有"):
        rows.check(tmp_path / "d.csv", MAP)
