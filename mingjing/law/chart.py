"""PURE: the usual way through a procedure as a flowchart and as a list, laid out from the table (rules §4.1 事前公示).

Time runs downwards, every role has a lane. Lines come from the ways that the table names: a step that is taken only on
one branch or only when needed is gone round by a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from xml.sax.saxutils import escape

from mingjing.law import describe
from mingjing.law.terms import ROLE_LABELS, Action, Basis, Procedure, Role, Step

ROW, HIGH, TRACK = 84, 56, 12
"""Pixels: height of a row and of a box, distance of two lines that go round."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How wide a lane and a box are, how many Chinese characters fit on a line of a box, how high the head is."""

    lane: int
    box: int
    per_line: int
    head: int


WIDE, NARROW = Sheet(140, 126, 8, 40), Sheet(300, 280, 17, 0)
"""Swimlanes; and one column for a small screen, where the role stands in the box."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the way, in words. `when`: on which branch, or that it is taken only when needed."""

    action: str
    label: str
    who: str
    plain: str
    when: str
    limits: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Chart:
    """`stops` in order; `lines` lead from one to another by their places."""

    label: str
    lanes: tuple[str, ...]
    stops: tuple[Stop, ...]
    lines: tuple[tuple[int, int], ...]


def chart(p: Procedure) -> Chart:
    """The way of a procedure. Empty for one that has none (旧案补录)."""
    steps = tuple(one for one in p.path if one.action in p.derived)
    stops = tuple(_stop(p, one) for one in steps)
    lanes = tuple(dict.fromkeys(one.who for one in stops))
    return Chart(p.label, lanes, stops, tuple(sorted(set(_lines(p, steps)))))


def _stop(p: Procedure, step: Step) -> Stop:
    action = p.derived[step.action]
    paper = p.paper(str(dict(step.facts).get("paper", "")))
    when = dict(p.branches).get(step.branch, "") + ("需要时" if step.optional else "")
    return Stop(
        action.id,
        action.label + (f"：{paper.label}" if paper else ""),
        _lane(action),
        action.plain,
        when,
        tuple(dict.fromkeys(_limits(p, action, step))),
        action.basis,
    )


def _lane(action: Action) -> str:
    """The role that acts; what a party does is hers though an officer registers it."""
    return ROLE_LABELS[next(one for one in Role if one in action.roles)]


def _limits(p: Procedure, action: Action, step: Step) -> Iterator[str]:
    """Limits by which this step is due: begun by a step of the way, and ended by this one before all others."""
    walked = {one.action for one in p.path}
    for term in p.terms:
        ends = next(iter(term.ends), None)
        if ends is None or ends.action != action.id or not any(on.action in walked for on in term.starts):
            continue
        if all(one in step.facts for one in ends.where):
            unsure = "" if term.basis.verified else "（未核实）"
            before = "提前" if term.before else ""
            yield f"{term.label}：{before}{describe.lengths(p, term)}{unsure}"


def _lines(p: Procedure, steps: Sequence[Step]) -> Iterator[tuple[int, int]]:
    for branch in p.ways or ("",):
        walked = [place for place, one in enumerate(steps) if one.branch in ("", branch)]
        yield from pairwise(walked)
        yield from pairwise(place for place in walked if not steps[place].optional)


# --- drawing ------------------------------------------------------------------------------------------------------


DRESS = (
    "text{font:14px sans-serif}.lane{fill:#fff;stroke:#d9dee5}.odd{fill:#f3f5f8}.lt{font-weight:bold}"
    ".n{fill:#fff;stroke:#14508f}.way{stroke-dasharray:5 3}.end{fill:#14508f}.endt{fill:#fff}"
    ".e{fill:none;stroke:#566270}.ah{fill:#566270}"
)
"""Colours for a file that stands alone; on a page style.css dresses the same classes."""


def svg(found: Chart, dress: str = "") -> str:
    """The chart as swimlanes; without `dress` it has no colours of its own. "" when there is nothing to draw."""
    return _svg(found, WIDE, dress)


def narrow_svg(found: Chart) -> str:
    """The same in one column."""
    stops = tuple(replace(one, label=f"{one.label}（{one.who}）", who="") for one in found.stops)
    return _svg(replace(found, lanes=("",), stops=stops), NARROW, "")


def _svg(found: Chart, sheet: Sheet, dress: str) -> str:
    if not found.stops:
        return ""
    rounds = [one for one in found.lines if one[1] - one[0] > 1]
    width = sheet.lane * len(found.lanes) + TRACK * (len(rounds) + 1)
    height = sheet.head + ROW * len(found.stops)
    tip = f"ah-{sheet.lane}"
    parts = [
        *_lanes(found, sheet, height),
        *(_line(found, sheet, one, rounds, tip) for one in found.lines),
        *(_box(found, sheet, place) for place in range(len(found.stops))),
    ]
    return (
        f'<svg class="flow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{escape(found.label)}流程图">'
        + (f"<style>{dress}</style>" if dress else "")
        + f'<defs><marker id="{tip}" markerWidth="9" markerHeight="9" refX="8" refY="4.5" orient="auto">'
        '<path d="M0 0L9 4.5L0 9z" class="ah"/></marker></defs>' + "".join(parts) + "</svg>"
    )


def _lanes(found: Chart, sheet: Sheet, height: int) -> Iterator[str]:
    if len(found.lanes) < 2:
        return
    for place, lane in enumerate(found.lanes):
        kind = "lane odd" if place % 2 else "lane"
        x = sheet.lane * place
        yield f'<rect class="{kind}" x="{x}" y="0" width="{sheet.lane}" height="{height}"/>'
        yield f'<text class="lt" x="{x + sheet.lane // 2}" y="26" text-anchor="middle">{escape(lane)}</text>'


def _place(found: Chart, sheet: Sheet, stop: int) -> tuple[int, int]:
    """Middle and top of a box."""
    lane = found.lanes.index(found.stops[stop].who)
    return sheet.lane * lane + sheet.lane // 2, sheet.head + ROW * stop + (ROW - HIGH) // 2


def _box(found: Chart, sheet: Sheet, place: int) -> str:
    stop, (x, y) = found.stops[place], _place(found, sheet, place)
    last = place in (0, len(found.stops) - 1)
    kind = "n end" if last else "n way" if stop.when else "n"
    rows = _wrapped(f"{place + 1}. {stop.label}", sheet.per_line)
    first = y + HIGH // 2 + 5 - 9 * (len(rows) - 1)
    said = "".join(
        f'<tspan x="{x}" y="{first + 18 * number}">{escape(row)}</tspan>' for number, row in enumerate(rows)
    )
    return (
        f'<rect class="{kind}" x="{x - sheet.box // 2}" y="{y}" width="{sheet.box}" height="{HIGH}" '
        f'rx="{HIGH // 2 if last else 4}"/>'
        f'<text{" class=" + chr(34) + "endt" + chr(34) if last else ""} text-anchor="middle">{said}</text>'
    )


def _wrapped(text: str, per_line: int) -> list[str]:
    """At most two lines of about the same width; the rest of a long label is told by the list."""
    if _wide(text) <= per_line:
        return [text]
    half = min(_wide(text) / 2, per_line)
    at = next(at for at in range(len(text) + 1) if _wide(text[:at]) >= half)
    while text[at - 1] in OPENING or text[at : at + 1] in CLOSING:
        at += -1 if text[at - 1] in OPENING else 1
    first, second = text[:at], text[at:]
    return [first, second if _wide(second) <= per_line else second[: per_line - 1] + "…"]


OPENING, CLOSING = "（《", tuple("）》、，：；")
"""What no line ends or begins with."""


def _wide(text: str) -> float:
    """In Chinese characters: a digit is half as wide."""
    return sum(0.5 if one.isascii() else 1 for one in text)


def _line(
    found: Chart, sheet: Sheet, line: tuple[int, int], rounds: Sequence[tuple[int, int]], tip: str
) -> str:
    (x, y), (to, end) = _place(found, sheet, line[0]), _place(found, sheet, line[1])
    start, half = y + HIGH, (ROW - HIGH) // 2
    if line in rounds:
        side = sheet.lane * len(found.lanes) + TRACK * (rounds.index(line) + 1)
        way = f"M{x} {start}V{start + 6}H{side}V{end - 11}H{to}V{end}"
    elif x == to:
        way = f"M{x} {start}V{end}"
    else:
        way = f"M{x} {start}V{start + half}H{to}V{end}"
    kind = "e way" if line in rounds else "e"
    return f'<path class="{kind}" d="{way}" marker-end="url(#{tip})"/>'
