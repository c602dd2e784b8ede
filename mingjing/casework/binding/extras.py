"""For `settings.PAPER_EXTRAS`: cover and index as they are issued say what lies in the file at that moment."""

from __future__ import annotations

from collections.abc import Mapping

from mingjing.casework.binding import bind
from mingjing.casework.issue import Sheet
from mingjing.casework.models import CaseRow
from mingjing.law.papers import order
from mingjing.law.terms import Json
from mingjing.recording.home import current


def of(sheet: Sheet) -> Mapping[str, Json]:
    """`_cover`, `_index`, `_off_pages` for the two papers that show them; {} for every other."""
    if sheet.paper.id not in order.FRONT:
        return {}
    row = CaseRow.objects.get(id=sheet.case.id)
    file = bind.File(current(), row, sheet.case, sheet.registry)
    return bind.extras(file, sheet.paper.id, bind.pieces(file))
