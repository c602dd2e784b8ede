"""What every procedure has: the acts of the system, the limits and fields that no single kind of act owns."""

from __future__ import annotations

from mingjing.law.bases import CF, FY, GD2, PLATFORM, QZ, SS, YSFZ
from mingjing.law.terms import Action, Field, Kind, On, Role, Term, param

RULE = PLATFORM("", mark="P")

PAPER_ISSUED = Action(
    "paper_issued",
    "文书生成",
    Role.SYSTEM,
    RULE,
    repeat=True,
    asks=("paper", "of_entry", "rendering"),
    plain="系统按定稿内容生成文书，留下摘要值。",
)
NUMBER_VOIDED = Action(
    "number_voided",
    "文号作废",
    Role.SYSTEM,
    RULE,
    repeat=True,
    asks=("paper", "number", "reason"),
    plain="文号取而未用，写明原因。",
)
COMMON_ACTIONS = (PAPER_ISSUED, NUMBER_VOIDED)

COMMON_FIELDS = (
    Field("officers", "参加的执法人员", Kind.PERSONS, sample=["zhang", "wang"]),
    Field(
        "recordings",
        "音像记录",
        Kind.EXHIBITS,
        required=False,
        sample=[{"title": "执法记录仪录像", "sha256": ""}],
        help="没有音像记录的，结案前要有书面说明。",
    ),
    Field(
        "stated_by",
        "当事人的凭证",
        Kind.TEXT,
        sample="当事人书面材料 1 份，已随案保存",
        help="当事人的行为由执法人员凭凭证登记：写明是什么材料、谁提交。",
    ),
    Field("ask", "呈批", Kind.DIGEST, help="所批的那一份呈批。"),
    Field("reason", "原因", Kind.LONG_TEXT, sample="材料不齐，请补充现场照片。"),
    Field("late_reason", "补录的原因", Kind.LONG_TEXT, required=False, sample="现场没有信号，返回后登记。"),
    Field("paper", "文书", Kind.PAPER, sample="penalty_decision"),
    Field("number", "文号", Kind.TEXT, sample=""),
    Field("of_entry", "所依据的记录（第几条）", Kind.NUMBER, sample=1),
    Field(
        "rendering",
        "生成方式",
        Kind.LONG_TEXT,
        sample="plain",
        help="模板、字体和排版程序的版本；plain = 按内容原样。",
    ),
)


def remedy_terms(served: On, *, reconsider_first: bool) -> tuple[Term, ...]:
    """复议 and 起诉 limits from service; where reconsideration must come first no suit clock opens (E11)."""
    reconsider = Term(
        "T43",
        "申请行政复议",
        param("reconsideration.apply_within"),
        runs_from=served,
        consequence="逾期丧失申请复议的权利",
        basis=FY("第二十条"),
    )
    after = Term(
        "T50",
        "不服复议决定起诉",
        param("litigation.after_reconsideration_within"),
        basis=SS("第四十五条"),
        consequence="逾期不能起诉",
    )
    direct = Term(
        "T51",
        "直接提起行政诉讼",
        param("litigation.direct_within"),
        runs_from=served,
        consequence="逾期法院不受理",
        basis=SS("第四十六条"),
    )
    return (reconsider, after) if reconsider_first else (reconsider, after, direct)


LATER_TERMS = (
    Term("T03", "登记保存处理", param("penalty.preserve_within"), rolls=False, basis=CF("第五十六条")),
    Term(
        "T13",
        "撤回已公开的处罚决定",
        param("publication.withdraw_within"),
        basis=CF("第四十八条、第八十五条"),
    ),
    Term("T15", "移送公安", param("transfer.hand_over_within"), rolls=False, basis=YSFZ("第五条")),
    Term(
        "T31",
        "强制措施紧急补批",
        param("compulsion.after_approval_within"),
        rolls=False,
        basis=QZ("第十九条"),
    ),
    Term("T69", "音像入库", param("recording.ingest_within"), basis=GD2("第二十三条", mark="P")),
)
"""Limits whose start comes with a later procedure: `deadline` answers them, `law check` lists them."""
