"""`mingjing laws`, the library of a home, and what pages say of an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingjing import cli
from mingjing.casework import library, service
from mingjing.law.bases import Law
from tests.law.invented import INVENTED, NEW, OLD

RULE = Law("X", "演示条例")


def put(folder: Path, name: str, body: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = cli.main(["laws", *words])
    return status, capsys.readouterr().out


def imported() -> list[dict[str, object]]:
    return [dict(one.facts) for one in service.chain("system") if one.action == "statute_imported"]


def test_a_folder_is_imported_once_and_entered(fresh_city, tmp_path, capsys):
    for version, text in INVENTED.items():
        put(tmp_path / "in", f"演示条例({version}).md", text)
    put(tmp_path / "in", "README.md", "# 说明\n")
    status, said = run(capsys, "import", str(tmp_path / "in"))
    assert status == 0 and "新导入 2 部" in said and len(imported()) == 2
    status, said = run(capsys, "import", str(tmp_path / "in"))
    assert status == 0 and "没有变化 2 部" in said and len(imported()) == 2
    assert "共 1 部法律，2 个版本" in run(capsys, "list")[1]
    assert (
        run(capsys, "show", "演示条例", "第三条", "--on", "2025-07-31")[1].strip().endswith("处一百元罚款。")
    )
    assert run(capsys, "show", "演示条例", "--on", "2025-07-31") == (0, OLD + "\n")
    assert run(capsys, "show", "演示条例", "第九条")[0] == 2 and run(capsys, "show", "别的法")[0] == 2
    status, said = run(capsys, "check")
    assert "第三条有修改" in said and "第四条已删去" in said


def test_another_text_of_the_same_version_is_told_and_entered(fresh_city, tmp_path, capsys):
    file = put(tmp_path / "in", "演示条例(2020-01-02).md", OLD)
    run(capsys, "import", str(file))
    put(tmp_path / "in", file.name, OLD.replace("一百元", "一千元"))
    assert "已替换，并记入账本" in run(capsys, "import", str(file))[1]
    assert len({one["sha256"] for one in imported()}) == 2
    assert "一千元" in library.quote("演示条例", "第三条")


def test_bad_files_are_refused_and_the_rest_goes_on(fresh_city, tmp_path, capsys):
    folder = tmp_path / "in"
    put(folder, "演示条例(2020-01-02).md", OLD.encode("gb18030"))
    put(folder, "二进制(2020-01-02).md", b"\x00\x01\xff\xfe" * 100)
    put(folder, "大(2020-01-02).md", b"a" * (library.MOST_BYTES + 1))
    put(folder, "表格(2020-01-02).xlsx", b"PK")
    put(folder, "没有日期.md", OLD)
    status, said = run(capsys, "import", str(folder))
    assert status == 1 and "新导入 1 部" in said and "拒绝 4 部" in said
    for words in ("编码既不是", "超过 10 MB", "只读 Markdown", "版本日期"):
        assert words in said or "二进制" in said, words
    assert library.quote("演示条例", "第一条") == "第一条 为了演示，制定本条例。"
    assert run(capsys, "import", str(tmp_path / "nowhere"))[0] == 2


def test_a_citation_leads_to_its_article_only_when_imported(fresh_city, tmp_path, capsys):
    assert library.address(RULE("第三条")) == "" and library.quote("演示条例", "第三条") == ""
    run(capsys, "import", str(put(tmp_path / "in", "演示条例(2025-06-01).md", NEW)))
    assert library.address(RULE("第三条之一")).endswith("/#a3-1")
    assert library.address(RULE("第九条")) == "" == library.address(RULE("七个工作日"))


def test_html_in_a_text_is_shown_as_text(fresh_city, tmp_path, capsys, client):
    from django.template import engines

    run(
        capsys,
        "import",
        str(put(tmp_path / "in", "演示条例(2020-01-02).md", OLD.replace("清楚", "<script>x</script>"))),
    )
    page = engines["django"].from_string("{% load mj %}{{ basis|cite }}").render({"basis": RULE("第二条")})
    assert page.startswith('<a href="/work/laws/') and "<script>" not in page
