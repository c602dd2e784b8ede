"""An agency's own layout: used when it prints everything, refused with the missing element when it does not."""

import shutil
import subprocess
import sys

import pytest

from mingjing.casework.rendering import fonts as fonts_
from mingjing.casework.rendering import own
from mingjing.casework.rendering import render as renderer
from mingjing.casework.rendering.errors import Forgetful, Unsettable
from mingjing.checks import layouts
from mingjing.cli import main
from tests.rendering.support import issue, paper, text_of

NOTICE = renderer.TEMPLATES / "prior_notice.typ"
REASONS = '#lead[二、理由]\n#paragraphs("reasons")\n'


@pytest.fixture(autouse=True)
def _fonts():
    if fonts_.fonts() is None:
        pytest.skip(fonts_.MISSING)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MINGJING_HOME", str(tmp_path))
    made = tmp_path / "templates"
    made.mkdir()
    return made


def test_an_own_layout_is_used_and_named_by_its_digest(folder):
    before = renderer.fingerprint(paper("prior_notice"))
    text = NOTICE.read_text(encoding="utf-8")
    (folder / "prior_notice.typ").write_text(text.replace("一、事实", "一、查明的事实"), encoding="utf-8")
    assert "一、查明的事实" in text_of(issue("prior_notice"))
    after = renderer.fingerprint(paper("prior_notice"))
    assert (after["template"], after["template_sha256"] == before["template_sha256"]) == (
        "prior_notice",
        False,
    )
    own.refuse_bad_layout(paper("prior_notice"))
    # Changed again, it is read again; taken away, the common one is back.
    (folder / "prior_notice.typ").write_text(text.replace("一、事实", "一、事情"), encoding="utf-8")
    assert "一、事情" in text_of(issue("prior_notice"))
    (folder / "prior_notice.typ").unlink()
    assert "一、事实" in text_of(issue("prior_notice"))
    assert renderer.fingerprint(paper("prior_notice")) == before


def test_one_that_leaves_out_an_element_is_refused(folder):
    text = NOTICE.read_text(encoding="utf-8")
    assert REASONS in text
    (folder / "prior_notice.typ").write_text(text.replace(REASONS, ""), encoding="utf-8")
    with pytest.raises(Forgetful, match="prior_notice.typ 没有印出：理由，所以不予签发"):
        own.refuse_bad_layout(paper("prior_notice"))
    own.refuse_bad_layout(paper("penalty_decision"))


def test_a_paper_of_a_kind_may_get_a_layout_of_its_own(folder):
    assert renderer.layout_of(paper("freeze_notice")) == "notice.typ"
    shutil.copyfile(renderer.TEMPLATES / "notice.typ", folder / "freeze_notice.typ")
    assert renderer.layout_of(paper("freeze_notice")) == "freeze_notice.typ"
    own.refuse_bad_layout(paper("freeze_notice"))


def test_what_all_layouts_share_is_not_replaced_and_nothing_outside_is_read(folder, tmp_path):
    (folder / "official.typ").write_text("#panic()", encoding="utf-8")
    assert text_of(issue("demand_notice"))
    (tmp_path / "secret.txt").write_text("机密", encoding="utf-8")
    (folder / "demand_notice.typ").write_text(f'#read("{tmp_path}/secret.txt")', encoding="utf-8")
    with pytest.raises(renderer.CannotRender):
        issue("demand_notice")


def test_the_command_lists_checks_and_shows(folder, capsys, tmp_path):
    assert main(["papers", "check", "prior_notice"]) == 0
    text = NOTICE.read_text(encoding="utf-8").replace(REASONS, "")
    (folder / "prior_notice.typ").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["papers", "check", "prior_notice"]) == 1
    assert "《行政处罚事先告知书》没有印出：理由" in capsys.readouterr().out
    assert main(["papers", "list", "prior_notice"]) == 0
    assert "prior_notice.typ（本机关）" in capsys.readouterr().out
    assert main(["papers", "sample", "demand_notice", "-o", str(tmp_path / "a.pdf")]) == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert main(["papers", "schema", "demand_notice", "-o", str(tmp_path / "a.json")]) == 0
    assert '"demand_notice"' in (tmp_path / "a.json").read_text(encoding="utf-8")
    assert main(["papers", "sample", "no_such_paper"]) == 2


def test_a_layout_that_cannot_be_set_is_named_with_its_line_and_not_passed_over(folder, tmp_path, capsys):
    text = NOTICE.read_text(encoding="utf-8")
    line = 1 + text[: text.index("#lead[二")].count("\n")
    (folder / "prior_notice.typ").write_text(text.replace("#lead[二", "#laed[二"), encoding="utf-8")
    said = (
        f"本机关的版式 prior_notice.typ 排不出《行政处罚事先告知书》（unknown variable: laed，"
        f"prior_notice.typ 第 {line} 行），所以不予签发"
    )
    for _ in range(2):
        with pytest.raises(Unsettable) as found:
            own.refuse_bad_layout(paper("prior_notice"))
        assert str(found.value).startswith(said)
    assert main(["papers", "sample", "prior_notice", "-o", str(tmp_path / "a.pdf")]) == 1
    assert "unknown variable: laed" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()


def test_a_file_that_no_paper_has_is_told(folder, capsys):
    (folder / "paymnet_notice.typ").write_text("", encoding="utf-8")
    (folder / "official.typ").write_text("", encoding="utf-8")
    (folder / ".kept").write_text("", encoding="utf-8")
    shutil.copyfile(NOTICE, folder / "prior_notice.typ")
    assert own.strangers() == [
        "templates/official.typ 不是哪一种文书的版式，没有使用：请改正文件名，或者把它移走。",
        "templates/paymnet_notice.typ 不是哪一种文书的版式，没有使用，相近的是 payment_notice.typ：请改正文件名，或者把它移走。",
    ]
    assert [one.msg for one in layouts()] == own.strangers()
    assert main(["papers", "check", "prior_notice"]) == 1
    assert "templates/paymnet_notice.typ 不是哪一种" in capsys.readouterr().out
    (folder / "paymnet_notice.typ").unlink()
    (folder / "official.typ").unlink()
    assert main(["papers", "check", "prior_notice"]) == 0


def test_the_command_needs_no_database(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mingjing.cli", "papers", "list"],
        env={"MINGJING_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "prior_notice\t行政处罚事先告知书\tprior_notice.typ" in done.stdout) == (0, True)
    assert list(tmp_path.iterdir()) == []
