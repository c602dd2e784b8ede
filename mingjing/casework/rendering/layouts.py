"""Which layout a paper is set in. An own file `templates/<paper>.typ` goes before these; the kinds are few."""

from __future__ import annotations

from collections.abc import Mapping

from mingjing.law.terms import ROLE_LABELS, Paper

LAYOUTS: Mapping[str, str] = {
    "precheck_report": "record",
    "deliberation_record": "record",
    "evidence_sheet": "record",
    "correction_check_record": "record",
    "education_record": "record",
    "lien_service_record": "record",
    "recording_explanation": "record",
    "sampling_voucher": "record",
    "re_examination_opinion": "record",
    "correction_notice": "record",
    "recusal_decision": "record",
    "preservation_inventory": "inventory",
    "goods_list": "inventory",
    "goods_return_list": "inventory",
    "goods_disposal_record": "inventory",
    "hearing_request": "statement",
    "recusal_request": "statement",
    "waiver_statement": "statement",
    "deferral_request": "statement",
    "service_address_confirmation": "statement",
    "electronic_service_confirmation": "statement",
}
ADDRESSEES: Mapping[str, str] = {
    "case_handover_letter": "handed_to",
    "assistance_letter": "asked_agency",
    "service_entrustment": "entrusted_agency",
    "expert_request": "expert",
    "transfer_letter": "transferred_to",
    "freeze_notice": "bank",
    "transfer_order": "bank",
    "auction_entrustment": "auctioneer",
    "immediate_execution_application": "court",
}
"""The field that names to whom a letter goes; every other sealed paper goes to the party it names."""
SEVERAL: Mapping[str, int] = {"panel": 4}
"""Lines to sign on where the number of those who sign is not fixed; more sign below."""
VERBS = {
    "决定书": "作出决定",
    "告知书": "告知",
    "通知书": "通知",
    "催告书": "催告",
    "公告": "公告",
    "函": "函告",
    "移送书": "移送",
    "申请书": "申请",
    "委托书": "委托",
    "计算单": "计算",
}


def kind_of(paper: Paper) -> str:
    """notice (under the seal) · record (written through, signed at its end) · form (a table with its opinions) · …"""
    if paper.id in LAYOUTS:
        return LAYOUTS[paper.id]
    return "notice" if paper.sealed else "record" if paper.long else "form"


def opening(paper: Paper) -> str:
    """The first sentence of a sealed paper, with its article; "" where we have read none."""
    verb = next((said for end, said in VERBS.items() if paper.label.endswith(end)), "")
    if not verb or paper.basis is None or not paper.basis.verified:
        return ""
    return f"依据{paper.basis}的规定，现{verb}如下："


def signers(paper: Paper) -> list[tuple[str, int]]:
    """(role or word, how many sign): "officer×2, 被询问人" → [("officer", 2), ("被询问人", 1)]."""
    parts = (one.strip().partition("×") for one in paper.signed_by.split(",") if one.strip())
    return [(name, int(times) if times.isdigit() else SEVERAL.get(name, 1)) for name, _, times in parts]


def signed_by_page(paper: Paper) -> bool:
    """A record that somebody outside the agency signs is signed on every sheet."""
    own = {str(role) for role in ROLE_LABELS} - {"party"}
    return paper.long and not paper.sealed and any(name not in own for name, _ in signers(paper))
