"""`mingjing ledger …` and `mingjing verify`: seal, check everything, rebuild rows, hand out the log."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from mingjing.cli import parser
from mingjing.commands.home import now, set_up


def verify(arguments: list[str], words: str) -> int:
    """The last line is VALID 真实有效 or INVALID 校验失败; needs no database."""
    from mingjing.tlog import verify as offline

    return offline.main(arguments)


def ledger(arguments: list[str], words: str) -> int:
    parse = parser("ledger", words)
    parse.add_argument("what", choices=("seal", "verify", "rebuild", "export"))
    parse.add_argument("--hashes", action="store_true", help="verify：只验摘要，不解密、不重放")
    parse.add_argument("--files", action="store_true", help="verify：连证据文件一起验")
    parse.add_argument("--to", type=Path, default=None, help="export：写到哪个目录")
    given = parse.parse_args(arguments)
    set_up()
    return {"seal": _seal, "verify": _verify, "rebuild": _rebuild, "export": _export}[given.what](given)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _seal(given: argparse.Namespace) -> int:
    from mingjing.recording import home, sealer

    sealed = sealer.seal_once(home.current(), now(), whole=True)
    print(f"新封存 {sealed.n} 条，共 {sealed.size} 条。")
    return 0


def _verify(given: argparse.Namespace) -> int:
    from mingjing.casework.verification import comparisons
    from mingjing.disclosure import leaf_compare
    from mingjing.recording import home
    from mingjing.recording import verify as checking

    report = checking.verify(
        home.current(),
        comparisons=(*comparisons(), leaf_compare.comparison()),
        replay=not given.hashes,
        files=given.files,
        progress=_say,
    )
    for one in report.findings:
        print(one)
    rate = report.entries / report.seconds if report.seconds else 0
    print(
        f"条目 {report.entries}，叶 {report.leaves}，已签名 {report.signed}，待封存 {report.pending}，"
        f"重放 {report.replayed} 件，用时 {report.seconds:.2f} 秒（每秒 {rate:,.0f} 条）。"
    )
    print("账本完好。" if report.sound else f"发现 {len(report.findings)} 处问题。")
    return 0 if report.sound else 1


def _rebuild(given: argparse.Namespace) -> int:
    from mingjing.casework.rebuild import rebuild_all

    print(f"已从账本重建 {rebuild_all(_say)} 件案件的列表、期限和文书行。")
    return 0


def _export(given: argparse.Namespace) -> int:
    """Copy tiles, entries, checkpoint and key: what an outsider needs to check the log."""
    from mingjing.recording import home

    here = home.current()
    to: Path | None = given.to
    if to is None or to.exists():
        print("请用 --to 指定一个还不存在的目录。", file=sys.stderr)
        return 2
    shutil.copytree(here.tiles, to)
    shutil.copy(here.verifier_key, to / "vkey")
    print(f"已写到 {to}。")
    return 0
