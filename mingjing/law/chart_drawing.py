"""PURE: a chart as SVG. Time runs downwards, every role has a lane, alternatives stand side by side under their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from xml.sax.saxutils import escape

from mingjing.law.chart import Chart, Outcome

ROW, HIGH, TRACK = 84, 56, 12
"""Pixels: height of a row and of a box, distance of two lines that go round."""
NAME, ASIDE, PITCH, LINE = 22, 40, 46, 18
"""Pixels: height of a branch's name, of an outcome's box, distance of two of them, height of one that is only text."""
BEND = 20
"""Room before the boxes of outcomes, where lines to them turn."""
ELSEWHERE = "其他结果"


@dataclass(frozen=True, slots=True)
class Sheet:
    """How wide a lane and a box are, how high the head is, how wide the lane of outcomes is (0: they are text)."""

    lane: int
    box: int
    head: int
    aside: int
    grows: bool
    """Whether a lane becomes wider for alternatives; otherwise their boxes become smaller."""


WIDE, NARROW = Sheet(140, 126, 40, 140, True), Sheet(300, 280, 0, 0, False)
"""Swimlanes; and one column for a small screen, where the role stands in the box."""
DRESS = (
    "text{font:14px sans-serif}.lane{fill:#fff;stroke:#d9dee5}.odd{fill:#f3f5f8}.lt{font-weight:bold}"
    ".n{fill:#fff;stroke:#14508f}.way{stroke-dasharray:5 3}.end{fill:#14508f}.endt{fill:#fff}"
    ".q{fill:#fff;stroke:#8a5a00}.el{font-size:12.5px;fill:#566270}"
    ".e{fill:none;stroke:#566270}.ah{fill:#566270}"
)
"""Colours for a file that stands alone; on a page style.css dresses the same classes."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a stop stands: its row, its middle and top, its width; `name` of the branch that begins with it."""

    row: int
    x: int
    y: int
    wide: int
    name: str = ""

    @property
    def top(self) -> int:
        """Where a line to it ends: above the name."""
        return self.y - (NAME if self.name else 0)

    @property
    def per_line(self) -> int:
        return (self.wide - 14) // 14


@dataclass(frozen=True, slots=True)
class Plan:
    """The chart in pixels. `asides`: an outcome and the top of its box."""

    boxes: tuple[Box, ...]
    lanes: tuple[tuple[str, int, int], ...]
    asides: tuple[tuple[Outcome, int], ...]
    rounds: tuple[tuple[int, int], ...]
    width: int
    height: int
    sheet: Sheet

    @property
    def edge(self) -> int:
        """Where the lanes of the roles end."""
        return self.lanes[-1][1] + self.lanes[-1][2]


def svg(found: Chart, dress: str = "") -> str:
    """The chart as swimlanes; without `dress` it has no colours of its own. "" when there is nothing to draw."""
    return _svg(found, WIDE, dress)


def narrow_svg(found: Chart) -> str:
    """The same in one column."""
    stops = tuple(replace(one, label=f"{one.label}（{one.who}）", who="") for one in found.stops)
    return _svg(replace(found, lanes=("",), stops=stops), NARROW, "")


# --- where everything stands --------------------------------------------------------------------------------------


def _plan(found: Chart, sheet: Sheet) -> Plan:
    rows, runs = _rows(found)
    lanes = _lanes_wide(found, sheet, runs)
    tops, height = _tops(found, sheet, rows, runs)
    boxes = tuple(_box_of(found, sheet, place, rows, runs, lanes, tops) for place in range(len(found.stops)))
    edge = lanes[-1][1] + lanes[-1][2]
    rounds = tuple(one for one in found.lines if not _free(boxes, *one))
    aside = sheet.aside + BEND if found.outcomes and sheet.aside else 0
    width = edge + aside + TRACK * (len(rounds) + 1)
    return Plan(boxes, lanes, tuple(_asides(found, boxes)), rounds, width, height, sheet)


def _rows(found: Chart) -> tuple[list[int], dict[int, list[str]]]:
    """The row of each stop; and for each stop on a branch the branches that run beside each other there."""
    rows: list[int] = []
    runs: dict[int, list[str]] = {}
    for _, together in groupby(enumerate(found.stops), key=lambda one: bool(one[1].branch)):
        part = list(together)
        base = max(rows, default=-1) + 1
        names = list(dict.fromkeys(stop.branch for _, stop in part))
        taken = dict.fromkeys(names, 0)
        for at, (place, stop) in enumerate(part):
            rows.append(base + (taken[stop.branch] if stop.branch else at))
            taken[stop.branch] += 1
            if stop.branch:
                runs[place] = names
    return rows, runs


def _columns(found: Chart, place: int, runs: dict[int, list[str]]) -> list[str]:
    """The branches that have a stop in the lane of this one beside it, in order."""
    names = runs.get(place, [""])
    lane = found.stops[place].who
    here = {
        stop.branch
        for at, stop in enumerate(found.stops)
        if runs.get(at) is runs.get(place) and stop.who == lane
    }
    return [one for one in names if one in here]


def _lanes_wide(found: Chart, sheet: Sheet, runs: dict[int, list[str]]) -> tuple[tuple[str, int, int], ...]:
    """Each lane: its name, where it begins, how wide it is."""
    lanes, x = [], 0
    for lane in found.lanes:
        beside = [len(_columns(found, at, runs)) for at, one in enumerate(found.stops) if one.who == lane]
        wide = sheet.lane * (max(beside) if sheet.grows else 1)
        lanes.append((lane, x, wide))
        x += wide
    return tuple(lanes)


def _tops(found: Chart, sheet: Sheet, rows: list[int], runs: dict[int, list[str]]) -> tuple[list[int], int]:
    """Top of each row, and where the last one ends: higher where branches begin and where outcomes need room."""
    begins = {rows[place] for place in runs if runs.get(place - 1) is not runs[place]}
    tops, y = [], sheet.head
    for row in range(max(rows) + 1):
        tops.append(y)
        here = [
            sum(out.at == place for out in found.outcomes) for place, one in enumerate(rows) if one == row
        ]
        room = max(0, sum(here) * PITCH - HIGH) if sheet.aside else max(here) * LINE
        y += ROW + room + (NAME if row in begins else 0)
    return tops, y


def _box_of(
    found: Chart,
    sheet: Sheet,
    place: int,
    rows: list[int],
    runs: dict[int, list[str]],
    lanes: Sequence[tuple[str, int, int]],
    tops: list[int],
) -> Box:
    stop, columns = found.stops[place], _columns(found, place, runs)
    _, x, wide = next(one for one in lanes if one[0] == stop.who)
    share = wide // len(columns)
    middle = x + share * columns.index(stop.branch) + share // 2
    run = [at for at, names in runs.items() if names is runs.get(place)]
    base = min((rows[at] for at in run), default=-1)
    begins = rows[place] == base
    y = tops[rows[place]] + (ROW - HIGH) // 2 + (NAME if begins else 0)
    return Box(rows[place], middle, y, min(sheet.box, share - 14), stop.branch if begins else "")


def _free(boxes: Sequence[Box], start: int, end: int) -> bool:
    """Whether a line can go straight down from one stop to the other."""
    first, last = boxes[start], boxes[end]
    between = (one for one in boxes if first.row < one.row < last.row)
    return all(abs(one.x - first.x) * 2 >= one.wide for one in between)


def _asides(found: Chart, boxes: Sequence[Box]) -> Iterator[tuple[Outcome, int]]:
    taken: dict[int, int] = {}
    for one in found.outcomes:
        box = boxes[one.at]
        count = taken.get(box.row, 0)
        taken[box.row] = count + 1
        yield one, box.y + (HIGH - ASIDE) // 2 + count * PITCH


# --- drawing ------------------------------------------------------------------------------------------------------


def _svg(found: Chart, sheet: Sheet, dress: str) -> str:
    if not found.stops:
        return ""
    plan, tip = _plan(found, sheet), f"ah-{sheet.lane}"
    parts = [
        *_lanes(found, plan),
        *(_line(plan, one, tip) for one in found.lines),
        *(part for one in plan.asides for part in _aside(plan, one, tip)),
        *(part for place in range(len(found.stops)) for part in _box(found, plan, place)),
        *(_told(found, plan) if not sheet.aside else ()),
    ]
    return (
        f'<svg class="flow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plan.width} {plan.height}" '
        f'width="{plan.width}" height="{plan.height}" role="img" aria-label="{escape(found.label)}流程图">'
        + (f"<style>{dress}</style>" if dress else "")
        + f'<defs><marker id="{tip}" markerWidth="9" markerHeight="9" refX="8" refY="4.5" orient="auto">'
        '<path d="M0 0L9 4.5L0 9z" class="ah"/></marker></defs>' + "".join(parts) + "</svg>"
    )


def _lanes(found: Chart, plan: Plan) -> Iterator[str]:
    if not plan.sheet.head:
        return
    aside = [(ELSEWHERE, plan.edge, plan.sheet.aside + BEND)] if found.outcomes else []
    for place, (lane, x, wide) in enumerate([*plan.lanes, *aside]):
        kind = "lane odd" if place % 2 else "lane"
        yield f'<rect class="{kind}" x="{x}" y="0" width="{wide}" height="{plan.height}"/>'
        yield f'<text class="lt" x="{x + wide // 2}" y="26" text-anchor="middle">{escape(lane)}</text>'


def _box(found: Chart, plan: Plan, place: int) -> Iterator[str]:
    stop, box = found.stops[place], plan.boxes[place]
    last = place in (0, len(found.stops) - 1)
    kind = "n end" if last else "n way" if stop.when else "n"
    if box.name:
        yield _text(box.name, box.x, box.y - 6, "lt", "middle")
    elif stop.when and not stop.branch:
        aside, anchor = (-6, "end") if _from_the_right(found, plan, place) else (6, "start")
        yield _text(stop.when, box.x + aside, box.y - 3, "el", anchor)
    yield (
        f'<rect class="{kind}" x="{box.x - box.wide // 2}" y="{box.y}" width="{box.wide}" height="{HIGH}" '
        f'rx="{HIGH // 2 if last else 4}"/>'
    )
    yield _rows_of(
        f"{place + 1}. {stop.label}", box.x, box.y + HIGH // 2, box.per_line, "endt" if last else ""
    )


def _from_the_right(found: Chart, plan: Plan, place: int) -> bool:
    """Whether a line comes in from the right: then what stands beside its arrow stands on the left."""
    return any(plan.boxes[start].x > plan.boxes[place].x for start, end in found.lines if end == place)


def _aside(plan: Plan, aside: tuple[Outcome, int], tip: str) -> Iterator[str]:
    """The box of an outcome, the line to it, and for what is presumed the line back to the way."""
    if not plan.sheet.aside:
        return
    (one, y), box = aside, plan.boxes[aside[0].at]
    x, wide, middle = plan.edge + BEND, plan.sheet.aside - 8, y + ASIDE // 2
    start = box.x + box.wide // 2
    yield _path(f"M{start} {box.y + HIGH // 2}H{x - BEND // 2}V{middle}H{x}", tip, way=one.presumed)
    if one.to is not None:
        back = plan.boxes[one.to]
        end = back.x + back.wide // 2
        yield _path(f"M{x + 10} {y + ASIDE}V{back.y + HIGH - 12}H{end}", tip, way=True)
    yield (
        f'<rect class="q{" way" if one.presumed else ""}" x="{x}" y="{y}" width="{wide}" '
        f'height="{ASIDE}" rx="8"/>'
    )
    yield _rows_of(_marked(one), x + wide // 2, middle, wide // 14 - 1, "")


def _marked(one: Outcome) -> str:
    return f"期满：{one.label}" if one.presumed else one.label


def _told(found: Chart, plan: Plan) -> Iterator[str]:
    """On a small screen the outcomes are lines of text under the stop."""
    for place, box in enumerate(plan.boxes):
        here = [one for one in found.outcomes if one.at == place]
        for number, one in enumerate(here):
            said = f"{'期满' if one.presumed else '或者'}：{one.label}"
            fits = (box.wide // 2 - 10) // 13
            text = said if _wide(said) <= fits else said[: fits - 1] + "…"
            yield _text(text, box.x + 8, box.y + HIGH + 20 + LINE * number, "el", "start")


def _text(text: str, x: int, y: int, kind: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _rows_of(text: str, x: int, middle: int, per_line: int, kind: str) -> str:
    rows = _wrapped(text, per_line)
    first = middle + 5 - 9 * (len(rows) - 1)
    said = "".join(
        f'<tspan x="{x}" y="{first + 18 * number}">{escape(row)}</tspan>' for number, row in enumerate(rows)
    )
    return f'<text{f" class={chr(34)}{kind}{chr(34)}" if kind else ""} text-anchor="middle">{said}</text>'


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


def _line(plan: Plan, line: tuple[int, int], tip: str) -> str:
    first, last = plan.boxes[line[0]], plan.boxes[line[1]]
    start, end = first.y + HIGH, last.top
    if line in plan.rounds:
        side = plan.width - TRACK * (len(plan.rounds) - plan.rounds.index(line))
        return _path(f"M{first.x} {start}V{start + 6}H{side}V{end - 11}H{last.x}V{end}", tip, way=True)
    if first.x == last.x:
        return _path(f"M{first.x} {start}V{end}", tip)
    return _path(f"M{first.x} {start}V{end - 14}H{last.x}V{end}", tip)


def _path(way_: str, tip: str, *, way: bool = False) -> str:
    return f'<path class="{"e way" if way else "e"}" d="{way_}" marker-end="url(#{tip})"/>'
