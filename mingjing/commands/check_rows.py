"""`mingjing import check FILE --map NAME`: judge a list row by row; nothing is taken in."""

from __future__ import annotations

from pathlib import Path

from mingjing.cli import parser


def importing(arguments: list[str], words: str) -> int:
    """`import cases`, `import check` and `import replay` are three commands under one word."""
    if arguments[:1] == ["check"]:
        return _check(arguments, words)
    if arguments[:1] == ["cases"]:
        from mingjing.commands.cases import cases

        return cases(arguments, words)
    from mingjing.commands.replay import replay

    return replay(arguments, words)


def _check(arguments: list[str], words: str) -> int:
    parse = parser("import", words)
    parse.add_argument("what", choices=("check",))
    parse.add_argument("file", type=Path, help="CSV 文件，第一行是列名；UTF-8 或者 GB18030")
    parse.add_argument("--map", required=True, help="映射的名称，如 prc-ocr-orgs")
    parse.add_argument("--maps", type=Path, default=None, help="自己的映射所在的文件夹")
    parse.add_argument("--report", type=Path, default=None, help="逐行原因写到哪里，默认在当前文件夹")
    given = parse.parse_args(arguments)

    from mingjing.exchange import checking
    from mingjing.exchange.converters import RULES
    from mingjing.exchange.reports import report

    wanted = checking.load(given.map, given.maps)
    path = given.report or Path(f"import-{wanted.name}-check.csv")
    print(wanted.label, flush=True)
    with report(path) as tell:
        result = checking.check(given.file, wanted, tell)
    print(
        f"编码 {result.encoding}。共 {result.good + result.refused} 行："
        f"合格 {result.good} 行，不合格 {result.refused} 行；没有写入任何记录。"
    )
    for rule, count in sorted(result.rules.items(), key=lambda one: (-one[1], one[0])):
        print(f"  {rule:<12}{count:>7} 行  {RULES.get(rule, '')}".rstrip())
    print(f"逐行的原因：{path}")
    return 0
