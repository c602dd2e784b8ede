"""One row per kind of the registry: how its pages are called and what its list shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """`title`: the facts that name a record in a list; `columns`: the facts beside it; `after`: what a change does."""

    kind: str
    label: str
    unit: str
    title: tuple[str, ...]
    columns: tuple[str, ...]
    example: str
    after: tuple[str, ...]
    see: str = "registry.see"
    imported: bool = False

    @property
    def url(self) -> str:
        return f"/work/registry/{self.kind}/"


_KEPT = "原来的内容不删除，在这条记录的历史里仍能看到。"

PAGES: Mapping[str, Page] = {
    one.kind: one
    for one in (
        Page(
            "agency", "执法主体", "个", ("name",), ("kind", "level", "area", "field", "parent"), "如：市场监管 或者 370403",
            ("文书、公示和期限参数从现在起使用新的内容；已经作出的决定不变。", _KEPT),
        ),
        Page(
            "entrustment", "委托执法", "项", ("agency",), ("by", "number", "announced", "since", "until"),
            "如：委托书编号",
            ("委托书未公布或者到期的，受委托的事项不能实施。", _KEPT),
        ),
        Page(
            "person", "人员", "人", ("name",), ("id",), "如：姓名 或者 人员编号",
            ("登记人员不等于任用：岗位由所在机关提请、安全管理员同意，证件由司法行政部门登记。", _KEPT),
            imported=True,
        ),
        Page(
            "appointment", "任用", "项", ("person",), ("agency", "role", "since", "until"), "如：姓名",
            ("自起始日期起可以办理这个角色的事；最后一日以后不再出现在待办和可选人员里。", _KEPT),
        ),
        Page(
            "certificate", "证件", "件", ("person",), ("kind", "number", "fields", "since", "until"),
            "如：姓名 或者 证件编号",
            ("到期、暂扣、吊销、注销以后，系统不再受理持证人的执法行为；此前的行为不受影响。", _KEPT),
        ),
        Page(
            "qualification", "资格", "项", ("person",), ("kind", "number", "since", "until"), "如：姓名 或者 证书编号",
            ("没有相应资格的，不能担任法制审核人员。", _KEPT),
        ),
        Page(
            "power", "权责事项", "项", ("name",), ("item", "agency", "act", "announced", "since"),
            "如：事项名称 或者 事项编码",
            ("没有公告、没有生效或者已经失效的事项，不能据以执法。", _KEPT),
            imported=True,
        ),
        Page(
            "norm", "依据", "条", ("law", "article"), ("gist", "max_fine", "mark", "since", "until"), "如：法律名称",
            ("决定只能引用行为发生时有效的条款。", _KEPT),
        ),
        Page(
            "catalogue", "法制审核目录", "项", ("item",), ("agency", "act", "scope", "since", "until"), "如：目录项编码",
            ("目录只对生效以后立案的案件适用，不得早于公布日期。", _KEPT),
        ),
        Page(
            "org_party", "单位", "个", ("name",), ("uscc", "legal_representative", "address"),
            "如：名称 或者 统一社会信用代码",
            ("只供办案时查找当事人，不改动案卷里已经写明的内容。", _KEPT),
            imported=True,
        ),
        Page(
            "account", "账号", "个", ("username",), ("person", "active"), "如：用户名 或者 姓名",
            ("账号停用以后立即不能登录。口令不进账本；一次性口令只显示一次，首次登录必须修改。", _KEPT),
            see="registry.see.account",
        ),
    )
}  # fmt: skip

PART_LABELS: Mapping[str, str] = {one.kind: one.label for one in PAGES.values()} | {
    "password_reset": "重置口令"
}
