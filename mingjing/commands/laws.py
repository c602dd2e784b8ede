"""`mingjing laws`: import statute texts, list and show them, say which rules cite what has changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mingjing.cli import parser
from mingjing.commands.home import now, set_up
from mingjing.law.statutes import article_mark


def laws(arguments: list[str], words: str) -> int:
    """`laws import FOLDER`, `laws list`, `laws show 名称 [条]`, `laws check`."""
    parse = parser("laws", words)
    parse.add_argument("what", choices=("import", "list", "show", "check"))
    parse.add_argument("name", nargs="?", default="", help="import：文件或者文件夹；show：法律名称")
    parse.add_argument("article", nargs="?", default="", help="show：条款，如 第五十七条第二款")
    parse.add_argument("--on", default="", help="show：哪一天的文本，如 2025-07-14；不写就是今天")
    given = parse.parse_args(arguments)
    set_up()
    if given.what == "import":
        return _import(given.name)
    if given.what == "list":
        return _list()
    if given.what == "check":
        return _check()
    return _show(given.name, given.article, given.on)


def _import(name: str) -> int:
    from mingjing.casework import library

    source = Path(name)
    if not name or not source.exists():
        print(f"没有“{name}”这个文件或者文件夹，请核对路径。")
        return 2
    named = (one for one in sorted(source.iterdir()) if one.is_file()) if source.is_dir() else iter([source])
    files = [one for one in named if one.name.lower() != "readme.md"]
    taken = []
    for place, one in enumerate(files, 1):
        taken += (found := library.take([one], now))
        print(f"[{place}/{len(files)}] {found[0].file}：{found[0].sentence}")
    count = {what: sum(one.what == what for one in taken) for what in ("new", "replaced", "same", "refused")}
    print(
        f"新导入 {count['new']} 部，替换 {count['replaced']} 部，没有变化 {count['same']} 部，拒绝 {count['refused']} 部。"
    )
    return 0 if taken and not count["refused"] else 1


def _list() -> int:
    from mingjing.casework import library

    known = library.library()
    for versions in known.laws.values():
        for one in versions:
            stated = "" if one.since_stated else "（施行日期未写明）"
            print(f"{one.version}  自 {one.since} 起{stated}  {len(one.articles):>4} 条  {one.title}")
    print(f"共 {len(known.laws)} 部法律，{sum(map(len, known.laws.values()))} 个版本。")
    return 0


def _show(name: str, article: str, on: str) -> int:
    from mingjing.casework import library

    known = library.library()
    try:
        day = date.fromisoformat(on) if on else now().date()
    except ValueError:
        print("日期请写成 2025-07-14 的样子。")
        return 2
    statute = known.on(name, day)
    if statute is None:
        print(f"没有导入《{name}》在 {day} 适用的文本；可用 mingjing laws list 查看。")
        return 2
    text = known.quote(name, article, day) if article else statute.source
    print(text or f"《{statute.title}》{statute.version} 的文本没有{article}。")
    return 0 if text else 2


def _check() -> int:
    from mingjing.casework import library

    known = library.library()
    for title, versions in known.laws.items():
        for one in known.differences(title):
            words = {"changed": "有修改", "vanished": "已删去", "new": "新增"}[one.what]
            print(
                f"《{versions[-1].title}》{one.before.version} → {one.after.version}：{article_mark(*one.key)}{words}"
            )
    found = library.flags(known)
    for flag in found:
        print(f"{flag.rule} 引用{flag.basis}：{flag.sentence}")
    print(f"检查完毕：{len(found)} 条规则的依据需要核对。")
    return 1 if found else 0
