"""How high a norm stands (效力级别): as the basis library says, else as its name tells where the name can (《立法法》).

A name tells a law (…法), a regulation of the State Council or a local one (…条例: rules may not be called so, 《规章制定程序条例》
第七条). Of 办法、规定、细则 the name tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mingjing.law.judgement import Judgement
from mingjing.law.terms import Field, Json, Per

RANKS: Mapping[str, str] = {
    "law": "法律",
    "regulation": "行政法规",
    "local": "地方性法规",
    "rule": "规章",
    "document": "规范性文件",
}
"""From the highest to the lowest."""
ORDER = tuple(RANKS)
_EDITION = re.compile(r"[（(][^（()）]*[)）]$")
_PLACE = re.compile(r"\w{2,}?(省|自治区|市|自治州|自治县|经济特区|县|区)")


def by_name(title: str) -> str:
    """What the name tells: "law", "regulation", "local", or "" when it tells nothing."""
    name = _EDITION.sub("", title.strip().strip("《》"))
    if name.endswith(("法", "法典")) and not name.endswith("办法"):
        return "law"
    if not name.endswith("条例"):
        return ""
    local = not name.startswith("中华人民共和国") and _PLACE.match(name)
    return "local" if local else "regulation"


def wanted(j: Judgement, field: Field) -> str:
    """The lowest rank that an article in this field may have; "" = any."""
    rank = field.rank.pick(j.value(field.rank.field)) if isinstance(field.rank, Per) else field.rank
    return str(rank or "")


def faults(j: Judgement, field: Field, value: Json) -> list[str]:
    """What is wrong with the rank of the cited articles, one clause each."""
    lowest = wanted(j, field)
    rows = value if lowest and isinstance(value, list) else []
    cited = [(str(one.get("law")), str(one.get("article"))) for one in rows if isinstance(one, dict)]
    return [found for law, article in cited if (found := _fault(j, law, article, lowest))]


def _fault(j: Judgement, law: str, article: str, lowest: str) -> str:
    day, versions = j.on.isoformat(), j.norm(law, article)
    valid = [one for one in versions if one.since <= day and (not one.until or day < one.until)]
    if versions and not valid:
        return f"《{law}》{article}在 {day} 没有生效或者已经失效，请改引现行有效的规定"
    rank = next((one.rank for one in valid if one.rank), "") or by_name(law)
    allowed = ORDER[: ORDER.index(lowest) + 1]
    if rank in allowed:
        return ""
    may = "、".join(RANKS[one] for one in allowed)
    if rank:
        return f"《{law}》是{RANKS[rank]}；这里的依据只能是{may}，请改引，没有的不能这样办"
    return f"《{law}》的名称看不出效力级别；这里的依据只能是{may}，请在依据库登记这一条并写明效力级别"
