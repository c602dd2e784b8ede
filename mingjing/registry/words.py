"""Codes of the registry, each with its Chinese label in the same row; codes go into the ledger, labels onto pages."""

from __future__ import annotations

from collections.abc import Mapping

from mingjing.law import ranks
from mingjing.law.acts import ACT_KINDS
from mingjing.law.guards import powers
from mingjing.law.terms import Role

LEVELS: Mapping[str, str] = {"province": "省级", "city": "市级", "district": "区县级", "town": "乡镇（街道）"}

AGENCY_KINDS: Mapping[str, str] = {
    "organ": "行政机关",
    "authorised": "法律、法规授权的组织",
    "entrusted": "受委托的组织",
}

RANKS: Mapping[str, str] = ranks.RANKS
HOLDINGS: Mapping[str, str] = {code: holding.label for code, holding in powers.HOLDINGS.items()}

ACTS: Mapping[str, str] = {one.code: one.label for one in ACT_KINDS.values() if one.enforces}

CERTIFICATES: Mapping[str, str] = {
    "enforcement": "行政执法证",
    "hearing": "听证主持人资格证",
    "supervision": "行政执法监督证",
}

QUALIFICATIONS: Mapping[str, str] = {
    "bar": "国家统一法律职业资格",
    "law_background": "法律专业背景",
    "review_practice": "曾从事行政处罚决定法制审核",
}

STATUSES: Mapping[str, str] = {
    "valid": "有效",
    "expired": "到期",
    "suspended": "暂扣",
    "revoked": "吊销",
    "cancelled": "注销",
}

MARKS: Mapping[str, str] = {
    "R": "已读原文",
    "R2": "摘录",
    "K": "凭法律知识",
    "P": "平台默认",
    "X": "未能核实",
}

SCOPE_CODES: Mapping[str, str] = {
    "S1": "涉及重大公共利益",
    "S2": "直接关系重大权益且经听证",
    "S3": "疑难复杂、涉及多个法律关系",
    "S4": "法律、法规规定应当审核",
    "S5": "可能造成重大社会影响或者引发社会风险",
    "S6": "机关目录列入",
}

JUSTICE_FIELD = "司法行政"
"""The field of a justice bureau; only such an agency appoints supervisors (《行政执法监督条例》第六条)."""

ADMINISTRATORS = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN})
NOT_APPOINTED = frozenset({Role.SYSTEM, Role.PARTY, Role.INTERESTED})
"""Nobody is appointed to these: the system is no person, parties are no staff."""

STAFF = frozenset(Role) - NOT_APPOINTED
CASE_ROLES = STAFF - ADMINISTRATORS
