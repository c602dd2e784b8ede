"""What the tests of papers share: a full sample of each paper, and the text a reader finds in a PDF."""

import io
from datetime import date

import pypdf

from mingjing.casework.rendering.render import render
from mingjing.law.papers import PAPERS
from mingjing.law.terms import Paper

DAY = date(2025, 9, 24)
AGENCY = "枣庄市市场监督管理局（演示）"
NUMBER = "枣市监处罚〔2025〕12号"
PERSONS = {
    name: {"name": f"{name}某", "certificate": f"3704000{n}"} for n, name in enumerate(("张", "王", "host"))
}

OF_OTHER_ACTS = (
    "inspection_approval",
    "inspection_notice",
    "onsite_inspection_record",
    "survey_record",
    "sampling_sheet",
    "inspection_result_notice",
    "order_to_correct",
    "recheck_opinion",
    "materials_notice",
    "acceptance_notice",
    "non_acceptance_notice",
    "permit_decision",
    "permit_certificate",
    "seizure_decision",
    "seizure_inventory",
    "demand_notice",
    "enforcement_decision",
    "substitute_decision",
    "court_application",
    "payment_notice",
    "levy_notice",
    "levy_decision",
)
"""Papers of inspections, permits, compulsion, levies and fees with a layout of their own."""


def paper(paper_id: str) -> Paper:
    return next(one for one in PAPERS if one.id == paper_id)


def sample(paper_id: str, **over):
    stated = {field.id: field.sample for field in paper(paper_id).fields if field.sample is not None}
    return {**stated, "_persons": PERSONS, **over}


def issue(paper_id: str, content=None, **over) -> bytes:
    rest = {
        "number": NUMBER,
        "day": DAY,
        "agency": AGENCY,
        "issue_code": "MJ-7Q4K-X2PD",
        "address": "https://mingjing.example/d/MJ-7Q4K-X2PD",
        "officers": ["张", "王"],
    }
    return render(paper_id, sample(paper_id) if content is None else content, **{**rest, **over})


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return bare("".join(page.extract_text() for page in reader(pdf).pages))


def bare(text: str) -> str:
    """Without white space and the invisible places to break that long runs are given."""
    return "".join(text.replace("\u200b", "").split())
