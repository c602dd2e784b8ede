"""In which order a file is bound (rules §5.6): outward papers first, then evidence, then what was decided inside."""

from __future__ import annotations

from collections.abc import Mapping

FRONT = ("file_cover", "file_index")
"""Made anew for the bound file, so never bound as papers; cover, index and remarks bear no page number."""
LAST = "file_remarks"
EVIDENCE, PERFORMANCE = "证据", "履行、执行"

FILE_ORDER: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "决定书",
        (
            "penalty_decision",
            "no_penalty_decision",
            "summary_decision",
            "payment_notice",
            "permit_decision",
            "permit_certificate",
            "undoing_decision",
            "seizure_decision",
            "freeze_decision",
            "enforcement_decision",
            "substitute_decision",
            "court_application",
            "immediate_execution_application",
            "levy_decision",
            "house_levy_decision",
            "compensation_decision",
            "compensation_agreement",
            "public_decision",
            "public_notice",
        ),
    ),
    (
        "立案",
        (
            "case_source_register",
            "precheck_report",
            "filing_approval",
            "no_filing_approval",
            "assignment_record",
            "receipt_note",
            "acceptance_notice",
            "non_acceptance_notice",
        ),
    ),
    (
        "其他对外文书",
        (
            "interview_notice",
            "assistance_letter",
            "preservation_notice",
            "preservation_inventory",
            "preservation_disposal",
            "goods_return_list",
            "expert_request",
            "expert_report_notice",
            "inspection_item_list",
            "inspection_plan_notice",
            "fee_directory",
            "fee_account",
            "annual_report",
            "inspection_notice",
            "inspection_result_notice",
            "order_to_correct",
            "prior_notice",
            "service_address_confirmation",
            "electronic_service_confirmation",
            "service_announcement",
            "service_entrustment",
            "lien_service_record",
            "withdrawal_notice",
            "materials_notice",
            "interested_notice",
            "special_time_notice",
            "permit_extension_notice",
            "permit_change_decision",
            "permit_renewal_decision",
            "permit_cancellation",
            "undoing_notice",
            "seizure_inventory",
            "testing_period_notice",
            "measure_extension_decision",
            "handling_decision",
            "release_decision",
            "freeze_notice",
            "unfreeze_notice",
            "levy_notice",
            "suspension_request",
            "plan_notice",
            "plan_revision",
            "house_levy_announcement",
            "compensation_announcement",
            "household_list",
        ),
    ),
    (
        EVIDENCE,
        (
            "interview_record",
            "onsite_inspection_record",
            "sampling_voucher",
            "evidence_sheet",
            "goods_list",
            "monitoring_review",
            "monitoring_legal_review",
            "monitoring_technical_review",
            "recording_explanation",
            "recheck_opinion",
            "correction_check_record",
            "education_record",
            "survey_record",
            "sampling_sheet",
            "site_visit_record",
            "compulsion_site_record",
            "custody_record",
            "execution_record",
            "substitute_record",
            "house_survey",
            "appraisal_report",
            "move_record",
        ),
    ),
    (
        "陈述、申辩和复核",
        ("defense_record", "waiver_statement", "re_examination_opinion", "enforcement_reexamination"),
    ),
    (
        "听证",
        (
            "hearing_rights_notice",
            "hearing_request",
            "hearing_notice",
            "hearing_public_notice",
            "hearing_adjournment_notice",
            "hearing_transcript",
            "hearing_report",
        ),
    ),
    ("调查终结", ("investigation_report", "examination_opinion", "levy_assessment")),
    ("法制审核", ("review_request", "legal_review_opinion")),
    ("集体讨论", ("deliberation_record", "executive_minutes")),
    (
        "审批",
        (
            "inspection_plan",
            "draw_record",
            "officer_draw_record",
            "inspection_approval",
            "compulsion_approval",
            "compensation_plan",
            "risk_report",
            "preservation_approval",
            "extension_approval",
            "decision_approval",
            "recusal_request",
            "recusal_decision",
            "publication_review",
            "unpublication_approval",
            "correction_notice",
            "summary_filing",
        ),
    ),
    (
        PERFORMANCE,
        (
            "charge_demand",
            "fee_relief_approval",
            "deferral_request",
            "deferral_decision",
            "payment_voucher",
            "cash_collection_record",
            "surcharge_statement",
            "demand_notice",
            "late_charge_decision",
            "transfer_order",
            "auction_entrustment",
            "demolition_notice",
            "substitute_demand",
            "immediate_substitute_notice",
            "suspension_decision",
            "end_decision",
            "enforcement_agreement",
            "restitution_decision",
            "late_statement",
            "levy_relief_approval",
            "goods_disposal_record",
            "compensation_record",
            "compensation_payment",
        ),
    ),
    (
        "移送、复议、诉讼",
        (
            "case_handover_letter",
            "transfer_approval",
            "transfer_letter",
            "transfer_receipt",
            "remedy_result_record",
        ),
    ),
    ("结案", ("withdrawal_approval", "closing_approval")),
)
INTERNAL = frozenset({"review_request", "legal_review_opinion", "deliberation_record", "decision_approval"})
"""May be kept in a second, internal volume (副卷), as the agency's rules say [K]: so marked in the index."""

GROUPS: Mapping[str, int] = {paper: place for place, (_, papers) in enumerate(FILE_ORDER) for paper in papers}
LABELS: tuple[str, ...] = tuple(label for label, _ in FILE_ORDER)


def place(paper: str, sealed: bool) -> tuple[int, int]:
    """(group, place in the group) of a paper; one that no table names stands with its like, at the end."""
    if paper in GROUPS:
        group = GROUPS[paper]
        return group, FILE_ORDER[group][1].index(paper)
    return LABELS.index("其他对外文书" if sealed else "审批"), len(GROUPS)
