"""How a natural person is named in public: surname + 某, never the given name (security §4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from unicodedata import category, normalize

_COMPOUND = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容
仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐
段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙
南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 纳兰 归海 东皇 叶赫 完颜 耶律 尔朱 贺兰 哥舒 斛律 屈突 贺若 淳于 单于 欧陽
東方 獨孤 聞人 諸葛 尉遲 赫連 澹臺 濮陽 公孫 長孫 鮮于 閭丘 顓孫 樂正 穀梁 軒轅 東郭 淳於
"""
COMPOUND = frozenset(_COMPOUND.split())
"""Compound surnames (复姓), kept whole; traditional forms beside them."""

DOTS = "·•‧．.・∙⋅"
"""The middle dots that stand in the names of minorities and in Chinese renderings of foreign names."""

_HIDDEN = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff]"
)


def folded(text: str) -> str:
    """For comparing: one form per character, nothing invisible, no blanks."""
    return _HIDDEN.sub("", normalize("NFKC", text)).casefold()


def base(name: str) -> str:
    """The rendering before collisions are numbered: 张某, 欧阳某, 买某, J."""
    name = normalize("NFKC", name).strip()
    if not name:
        return ""
    first = next((one for one in name if category(one).startswith("L")), name[0])
    if not _is_han(first):
        return first.upper()
    if any(dot in name for dot in DOTS):
        return f"{first}某"
    bare = _HIDDEN.sub("", name)
    return f"{bare[:2]}某" if len(bare) > 2 and bare[:2] in COMPOUND else f"{bare[:1]}某"


def _is_han(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"


def masked(names: Iterable[str]) -> Mapping[str, str]:
    """Each person's public name; different people who would read alike get 1, 2 … in order of appearance."""
    order = list(dict.fromkeys(name for name in names if name.strip()))
    different = {folded(name): name for name in reversed(order)}
    bases = {key: base(name) for key, name in different.items()}
    shared = {one for one in bases.values() if list(bases.values()).count(one) > 1}
    numbers: dict[str, int] = {}
    public: dict[str, str] = {}
    for key in dict.fromkeys(folded(name) for name in order):
        said = bases[key]
        if said in shared:
            numbers[said] = numbers.get(said, 0) + 1
            said = f"{said}{numbers[said]}"
        public[key] = said
    return {name: public[folded(name)] for name in order}
