"""What the invented cases say: matters, sums, and sentences for the public in which the sums of the fields stand again."""

from __future__ import annotations

from random import Random

from mingjing.law.terms import Json

MATTERS: tuple[tuple[str, str, str, str], ...] = (
    # cause, conduct, what was seen, why so much
    (
        "使用未经定期检验的叉车案",
        "2 台叉车超过检验有效期仍在使用",
        "检查时，该公司仓库内 2 台叉车正在作业，检验有效期已届满，未申报定期检验。",
        "首次违法，检查当日停用并申报检验，按裁量基准属“较轻”档次。",
    ),
    (
        "使用未经定期检验的压力容器案",
        "1 台压力容器超过检验有效期仍在使用",
        "检查时，该公司车间内 1 台储气罐正在使用，检验标志显示有效期已届满。",
        "首次违法，当日停用并更换，按裁量基准属“较轻”档次。",
    ),
    (
        "使用未经定期检验的起重机械案",
        "1 台起重机超过检验有效期仍在使用",
        "检查时，该公司厂房内 1 台桥式起重机正在吊装，检验有效期已届满，未申报定期检验。",
        "没有造成事故，主动停用并申报检验，按裁量基准属“较轻”档次。",
    ),
    (
        "使用未经定期检验的电梯案",
        "1 台载货电梯超过检验有效期仍在使用",
        "检查时，该公司库房内 1 台载货电梯正在使用，轿厢内的检验标志已经过期。",
        "首次违法，当日停用，五日内取得合格报告，按裁量基准属“较轻”档次。",
    ),
)
"""All of the item that every bureau of the demonstration has, so that facts, articles and sums belong together."""
FINES = (3_000_000, 3_500_000, 4_000_000, 5_000_000)
"""In 分: the article cited begins at 30,000 元."""
ON_THE_SPOT = (50_000, 100_000, 200_000)
OWED = 3_000_000
"""The fine in stories of enforcement; the samples of their papers speak of it."""
CHARGES = {"fee": (2, 30_000), "levy": (5_000, 120)}
"""Quantity and standard in 分 of what is charged."""
QUANTITIES = {"fee": (1, 2, 3, 5), "levy": (2_000, 3_500, 5_000)}
RUBBLE = "清除倾倒在河道内的建筑垃圾约 200 立方米（演示）。"


def yuan(sum_in_fen: int) -> str:
    return f"{sum_in_fen // 100:,} 元"


def matter(procedure: str, dice: Random) -> dict[str, Json]:
    """The matter of one case of this procedure, with its sums and sentences."""
    if procedure.startswith("penalty"):
        return penalty(procedure, dice)
    if procedure in CHARGES:
        return charge(procedure, dice)
    return {**PUBLIC.get(procedure, {})}


def penalty(procedure: str, dice: Random, fine: int = 0) -> dict[str, Json]:
    """A fine on one of the matters; `fine`: in 分, else by lot."""
    cause, conduct, seen, why = dice.choice(MATTERS)
    sum_in_fen = fine or dice.choice(ON_THE_SPOT if procedure == "penalty_summary" else FINES)
    return {
        "cause": cause,
        "fine": sum_in_fen,
        "amount": sum_in_fen,
        "summary": f"日常检查中发现{conduct}。",
        "scene": seen,
        "facts_found": seen,
        "discretion": why,
        "hearing_cause": cause,
        "investigators_said": f"{conduct}，有现场笔录、询问笔录为证，建议罚款 {yuan(sum_in_fen)}。",
        "party_said": "对事实没有异议；当日停用并申报检验，请求从轻。",
        "conduct": conduct,
        "content": f"罚款 {yuan(sum_in_fen)}",
        "plain": f"这家公司有{conduct}。执法机关要求立即停用，并罚款 {yuan(sum_in_fen)}。",
        "public_facts": seen,
        "public_discretion": why,
        "performed_how": f"罚款 {yuan(sum_in_fen)}已全部缴清。",
        "owed": f"缴纳罚款 {yuan(sum_in_fen)}。",
        "principal": sum_in_fen,
        "owed_amount": sum_in_fen,
    }


def charge(procedure: str, dice: Random) -> dict[str, Json]:
    """A quantity by its published standard."""
    quantity, standard = dice.choice(QUANTITIES[procedure]), CHARGES[procedure][1]
    due = quantity * standard
    said: dict[str, Json] = {"quantity": quantity, "amount_due": due, "amount": due}
    if procedure == "fee":
        return said | {"sum_shown": f"每台 {yuan(standard)}，{quantity} 台。"}
    return said | {
        "sum_shown": f"每平方米 1.2 元，{quantity} 平方米。",
        "public_matter": "水土保持补偿费征收",
        "content": f"征收 {yuan(due)}",
        "plain": f"这家公司占地 {quantity:,} 平方米，按公布的标准缴纳水土保持补偿费 {yuan(due)}。",
        "public_facts": "数量经两名执法人员现场核定，金额等于标准乘以数量。",
    }


PUBLIC: dict[str, dict[str, Json]] = {
    "inspection": {
        "public_matter": "特种设备使用情况检查",
        "content": "没有发现问题",
        "plain": "执法机关按年度计划检查了这家公司的特种设备，没有发现问题。",
        "public_facts": "检查了在用设备的使用登记和定期检验情况。",
    },
    "compulsory_measure": {
        "public_matter": "叉车扣押",
        "content": "扣押叉车，期限三十日",
        "plain": "这家公司的叉车随时可能被转移，执法机关依法扣押，查清以后处理。",
        "public_facts": "采用非强制手段不能达到目的，经负责人批准，当场交付决定书和清单。",
        "period": "三十日，自扣押之日起",
    },
    "permit_undoing": {
        "public_matter": "撤回气瓶充装许可",
        "content": "撤回许可，补偿 50,000 元",
        "plain": "城市规划调整，该地块不得设立充装站，执法机关撤回许可，补偿这家公司 50,000 元。",
        "public_facts": "事先告知，听取了陈述申辩，经法制审核后决定。",
        "loss": "yes",
    },
    "substitute_performance": {
        "public_matter": "河道建筑垃圾代履行",
        "content": "由第三方代为清除，费用预算 6,000 元",
        "plain": "这家公司没有按期清除倾倒在河道内的建筑垃圾，执法机关委托第三方清除，费用预算 6,000 元。",
        "public_facts": "经两次催告仍不清除，后果已经造成环境污染。",
        "owed": RUBBLE,
    },
    "compulsory_execution": {
        "public_matter": "罚款的强制执行",
        "content": f"划拨存款 {yuan(OWED)}",
        "plain": f"这家公司逾期没有缴纳罚款，经催告仍不履行，执法机关依法划拨 {yuan(OWED)}。",
        "public_facts": "催告书已经送达，听取了陈述申辩，经法制审核后决定。",
    },
    "house_levy": {
        "public_matter": "光明路片区房屋征收决定",
        "content": "征收光明路片区房屋",
        "plain": "为旧城区改建，征收光明路片区 86 户的房屋，补偿方案公布三十日后修改并公布。",
        "public_facts": "方案征求了意见，进行了社会稳定风险评估，补偿费用足额到位。",
    },
}
"""The sentences for the public by procedure; permits have those of their paper's samples."""
