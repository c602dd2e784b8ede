"""Visiting a party: not more often than the cap allows, not for what G54 forbids (rules §1.6)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mingjing.law import fields
from mingjing.law.bases import CF, G54, SDYS
from mingjing.law.draw import head, lines
from mingjing.law.guards.amounts import catalogue_grounds
from mingjing.law.guards.plans import PLAN, items
from mingjing.law.guards.powers import power_faults
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Condition, Entry, Guard

WAYS = (
    ("daily", "日常检查"),
    ("random", "双随机检查"),
    ("case_based", "个案检查（举报、交办、监测线索）"),
    ("campaign", "专项检查"),
)
COUNTED = Condition("计入年度频次", lambda j: j.value("way") in ("daily", "random"))
"""Inspections on a lead and campaigns ordered from above are not counted, nor is a re-inspection (rules §1.6-12)."""


def _known(j: Judgement) -> Iterator[str]:
    """A unit is counted by its code alone: by name and address it would be another with every other spelling."""
    party = j.value("party")
    if not isinstance(party, dict) or not fields.blank(party.get("code")) or not COUNTED.test(j):
        return
    if party.get("kind") == "org":
        yield "日常、双随机检查按代码核对年度频次，单位要写统一社会信用代码；没有赋码、有线索的，检查方式选“个案检查”。"
    elif fields.blank(party.get("address")):
        yield "当事人没有证件号码，也没有地址，无法核对年度频次；请写明号码，没有号码的写明地址。"


G_KNOWN = Guard("E-FIELD", "当事人可以核对频次", G54("（条文未核）", mark="R2"), _known)


def visit_grounds(j: Judgement) -> list[str]:
    """Why an inspection must pass legal review (rules §3.1 ins_campaign, S6): a campaign, or what the agency itself lists."""
    campaign = ["部署专项检查列入重大执法决定目录"] if j.value("way") == "campaign" else []
    return campaign + catalogue_grounds(j, 0)


def _uncorrected(j: Judgement) -> Entry | None:
    """The last re-inspection, when it found that nothing was corrected."""
    seen = j.last("in_recheck")
    return seen if j.fact(seen, "recheck_result") == "not_corrected" else None


def _not_twice(j: Judgement) -> Iterator[str]:
    acted, seen = j.last("in_act"), _uncorrected(j)
    if acted is None:
        return
    if seen is None or seen.n < acted.n:
        yield "已经处置过，不能重复办理；复查发现逾期没有改正的才另行处置。"
    elif j.stated("outcome") not in (None, "file", "hand_over"):
        yield "复查发现逾期没有改正，要登记线索立案或者移送，不能按合格或者责令改正结束。"


G_NOT_TWICE = Guard("E-ORDER", "没有改正的立案或者移送", CF("第五十四条"), _not_twice)


def _followed(j: Judgement) -> Iterator[str]:
    acted, seen = j.last("in_act"), _uncorrected(j)
    if seen is not None and (acted is None or acted.n < seen.n):
        yield "复查发现逾期没有改正，还没有登记线索立案或者移送；已经改正的，再次复查以后归档。"


G_FOLLOWED = Guard("E-ORDER", "复查没有改正的已经处置", CF("第五十四条"), _followed, cure="in_act")


def _often(j: Judgement) -> Iterator[str]:
    if not COUNTED.test(j):
        return
    for item in items(j):
        cap, found = _cap(j, item), j.visited(item)
        if len(found) >= cap:
            which = "这一事项" if item == j.value("item") else f"“{item}”"
            days = "、".join(one.on for one in found)
            yield f"今年对这一当事人就{which}已经检查 {len(found)} 次（{days}），达到年度频次上限 {cap} 次，不能再安排日常检查。"


def _cap(j: Judgement, item: str) -> int:
    """As the agency's own list announced it; what was listed before there were lists goes by the parameter."""
    for line in lines(j.of_linked(PLAN, "items")) if j.value(PLAN) else ():
        if head(line) == item:
            return int(line.split(" ")[1])
    return j.param("inspection.yearly_cap").number


G_FREQUENCY = Guard(
    "frequency_cap", "没有超过年度频次上限", G54("（条文未核）", mark="R2"), _often, links=True
)


def _merged(j: Judgement) -> Iterator[str]:
    own, *others = items(j)
    for item in others:
        if item == own or others.count(item) > 1:
            yield f"“{item}”写了不止一次，请删去重复的。"
        else:
            yield from power_faults(j, item)


G_MERGED = Guard("G-POWER", "合并检查的事项有职权且已公告", SDYS("第四十二条"), _merged)

# fmt: off
PROHIBITED: tuple[tuple[str, str, str], ...] = (
    ("no_org", "由议事协调机构实施", "议事协调机构不得实施行政检查，请由有职权的机关实施"),
    ("no_third", "由检验检测、科研、中介等第三方实施", "第三方不得实施行政检查，请由持证执法人员实施"),
    ("no_outsource", "外包给其他单位", "行政检查不得外包，请由本机关实施"),
    ("no_uncert", "由无证辅助人员、网格员、临时工实施", "没有执法证的人员不得实施行政检查，请由持证执法人员实施"),
    ("no_disguise", "以观摩、督导、考察等名义", "不得以观摩、督导等名义变相检查，请按检查程序办理"),
    ("no_remote", "到外地检查，没有法定依据", "不得违规异地检查，请移交有管辖权的机关"),
    ("no_precond", "作为许可等的前置条件，没有法定依据", "没有法定依据，不得把入企检查作为许可等的前置条件"),
    ("no_offsite_dup", "书面、非现场方式已经可以核查", "可以书面、非现场核查的不得入企检查，请改用非现场方式"),
    ("no_profit", "为罚款、收费、下达指标", "不得为了罚没指标、收费等利益实施检查"),
)
"""What G54 forbids: code, what is so in this case, why it is refused. Its eight “不得” were not read word by word (U8)."""
# fmt: on


def _forbidden(code: str, sentence: str, j: Judgement) -> Iterator[str]:
    stated = j.value("circumstances")
    if isinstance(stated, list) and code in stated:
        yield f"{sentence}。"


PROHIBITIONS = tuple(
    Guard(code, f"没有“{label}”的情形", G54("（条文未核）", mark="R2"), partial(_forbidden, code, sentence))
    for code, label, sentence in PROHIBITED
)
