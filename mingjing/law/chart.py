"""PURE: the usual way through a procedure as a flowchart and as a list, laid out from the table (rules §4.1 事前公示).

Time runs downwards, every role has a lane. Lines come from the ways that the table names: a step that is taken only on
one branch or only when needed is gone round by a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from mingjing.law import describe
from mingjing.law.terms import ROLE_LABELS, Action, Basis, Procedure, Role, Step

LANE, BOX, ROW, HEAD = 140, 126, 84, 40
"""Pixels: width of a lane and of a box, height of a row and of the head."""
HIGH, TRACK, PER_LINE = 56, 12, 8
"""Height of a box, distance of two lines that go round, Chinese characters in a line of a box."""


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
            yield f"{term.label}：{before}{describe.lengths(term.length)}{unsure}"


def _lines(p: Procedure, steps: Sequence[Step]) -> Iterator[tuple[int, int]]:
    for branch in p.ways or ("",):
        walked = [place for place, one in enumerate(steps) if one.branch in ("", branch)]
        yield from pairwise(walked)
        yield from pairwise(place for place in walked if not steps[place].optional)


# --- drawing ------------------------------------------------------------------------------------------------------


DRESS = (
    "text{font:14px sans-serif}.flow-lane{fill:#fff;stroke:#d9dee5}.flow-lane--odd{fill:#f3f5f8}"
    ".flow-head{font-weight:bold}.flow-box{fill:#fff;stroke:#14508f}.flow-box--way{stroke-dasharray:5 3}"
    ".flow-line{fill:none;stroke:#566270}.flow-line--way{stroke-dasharray:5 3}.flow-tip{fill:#566270}"
)
"""Colours for a file that stands alone; on a page style.css dresses the same classes."""


def svg(found: Chart, dress: str = "") -> str:
    """The chart as SVG; without `dress` it has no colours of its own. "" when there is nothing to draw."""
    if not found.stops:
        return ""
    rounds = [one for one in found.lines if one[1] - one[0] > 1]
    width = LANE * len(found.lanes) + TRACK * (len(rounds) + 1)
    height = HEAD + ROW * len(found.stops)
    parts = [
        *_lanes(found, height),
        *(_line(found, one, rounds) for one in found.lines),
        *(_box(found, place) for place in range(len(found.stops))),
    ]
    return (
        f'<svg class="flow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{escape(found.label)}流程图">'
        + (f"<style>{dress}</style>" if dress else "")
        + '<defs><marker id="flow-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="flow-tip" d="M0 0L8 4L0 8z"/></marker></defs>' + "".join(parts) + "</svg>"
    )


def _lanes(found: Chart, height: int) -> Iterator[str]:
    for place, lane in enumerate(found.lanes):
        kind = "flow-lane flow-lane--odd" if place % 2 else "flow-lane"
        yield f'<rect class="{kind}" x="{LANE * place}" y="0" width="{LANE}" height="{height}"/>'
        yield f'<text class="flow-head" x="{_middle(place)}" y="26" text-anchor="middle">{escape(lane)}</text>'


def _middle(lane: int) -> int:
    return LANE * lane + LANE // 2


def _place(found: Chart, stop: int) -> tuple[int, int]:
    """Middle and top of a box."""
    return _middle(found.lanes.index(found.stops[stop].who)), HEAD + ROW * stop + (ROW - HIGH) // 2


def _box(found: Chart, place: int) -> str:
    stop, (x, y) = found.stops[place], _place(found, place)
    kind = "flow-box flow-box--way" if stop.when else "flow-box"
    rows = _wrapped(f"{place + 1}. {stop.label}")
    first = y + HIGH // 2 + 5 - 9 * (len(rows) - 1)
    said = "".join(
        f'<tspan x="{x}" y="{first + 18 * number}">{escape(row)}</tspan>' for number, row in enumerate(rows)
    )
    return (
        f'<rect class="{kind}" x="{x - BOX // 2}" y="{y}" width="{BOX}" height="{HIGH}" rx="4"/>'
        f'<text class="flow-text" text-anchor="middle">{said}</text>'
    )


def _wrapped(text: str) -> list[str]:
    """At most two lines; the rest of a long label is told by the list."""
    rows = [text[at : at + PER_LINE] for at in range(0, len(text), PER_LINE)]
    return rows if len(rows) <= 2 else [rows[0], rows[1][: PER_LINE - 1] + "…"]


def _line(found: Chart, line: tuple[int, int], rounds: Sequence[tuple[int, int]]) -> str:
    (x, y), (to, end) = _place(found, line[0]), _place(found, line[1])
    start, half = y + HIGH, (ROW - HIGH) // 2
    if line in rounds:
        side = LANE * len(found.lanes) + TRACK * (rounds.index(line) + 1)
        way = f"M{x} {start}V{start + half - 4}H{side}V{end - half - 4}H{to}V{end}"
    elif x == to:
        way = f"M{x} {start}V{end}"
    else:
        way = f"M{x} {start}V{start + half}H{to}V{end}"
    kind = "flow-line flow-line--way" if line in rounds else "flow-line"
    return f'<path class="{kind}" d="{way}" marker-end="url(#flow-end)"/>'
