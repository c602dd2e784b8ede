"""What every command has in common: its answers are Chinese, and it ends quietly when nobody reads on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mingjing import cli
from tests.support.environment import without_settings


def test_a_reader_that_has_enough_ends_a_command_without_a_trace(tmp_path: Path) -> None:
    """`mingjing papers list | head`: the pipe is shut before the first line is written."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "mingjing.cli", "papers", "list"],
        env=without_settings() | {"MINGJING_HOME": str(tmp_path)},
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["token", "make", "a", "b", "--days", "x"], "--days 应当写整数，不能写“x”。"),
        (["token"], "缺少 what, username，请补上。"),
        (["token", "burn", "a"], "what 不能写“burn”，只能是 'make', 'list', 'revoke'。"),
        (["token", "list", "a", "--day"], "--days 后面缺少内容，请补上。"),
        (["check", "--loud"], "不认识 --loud，请去掉或者改正。"),
        (["import", "replay", "a", "--map", "b", "--limit", "0"], "应当是 1 以上的整数。"),
    ],
)
def test_wrong_arguments_are_answered_in_chinese(
    given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(given)
    answer = capsys.readouterr().err
    assert ended.value.code == 2
    assert said in answer and "用法：mingjing " in answer
    assert "usage" not in answer and "argument" not in answer
