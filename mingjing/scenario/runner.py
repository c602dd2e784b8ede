"""Reads a story (YAML), plays it, and says what differed from what the story expects."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from mingjing.casework.models import FileRow, PaperRow
from mingjing.casework.thresholds import enter_loaded_set
from mingjing.disclosure.models import Publication
from mingjing.law.draw import head, lines
from mingjing.law.judgement import SHANGHAI
from mingjing.recording.home import Home
from mingjing.scenario import cast
from mingjing.scenario.player import Played, PlayedClock, Player

KEYS = frozenset(
    {
        "title",
        "procedure",
        "cases",
        "scope",
        "people",
        "moves",
        "then",
        "facts",
        "parameters",
        "norms",
        "catalogue",
        "powers",
    }
)
MOVE_KEYS = frozenset(
    {
        "on",
        "do",
        "by",
        "through",
        "edit",
        "with",
        "expect",
        "only",
        "facts",
        "papers",
        "files",
        "key",
        "after",
        "case",
        "without",
    }
)
THEN_KEYS = frozenset(
    {
        "as_of",
        "stage",
        "open",
        "deadlines",
        "provisional",
        "menu",
        "warned",
        "only",
        "published",
        "papers",
        "files",
        "numbers",
    }
)
PARAMETER = {"since": date(2021, 7, 15), "scope": "zaozhuang", "basis": "演练设定", "verified": False}
"""What a line of `parameters:` need not say."""
REFERENCE = frozenset({"case", "said", "n", "drawn", "left"})
AGAIN = "again"
"""`expect: again`: the key was used before, and the same answer is given."""
BEFORE_ALL = datetime(2021, 7, 1, tzinfo=UTC)


class BadStory(ValueError):
    """The file is not a story; the sentence names the key."""


@dataclass(slots=True)
class Outcome:
    """What became of a story: `differences` is empty when all was as expected."""

    title: str
    moves: list[Played] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    player: Player | None = None

    @property
    def ok(self) -> bool:
        return not self.differences


class StoryLoader(yaml.SafeLoader):
    """YAML in which `on` is a word: YAML 1.1 would read it as true."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


StoryLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def read(path: Path) -> dict[str, Any]:
    """A story from its file. Raises BadStory on unknown keys, so that a typo never silently expects nothing."""
    story = yaml.load(path.read_text(encoding="utf-8"), StoryLoader)  # noqa: S506 - a SafeLoader
    if not isinstance(story, dict) or "moves" not in story or "title" not in story:
        raise BadStory(f"{path.name}：缺 title 或者 moves。")
    _only(story, KEYS, path.name)
    for move in story["moves"]:
        _only(move, MOVE_KEYS, path.name)
        if len({"do", "through", "edit"} & set(move)) != 1 or "on" not in move:
            raise BadStory(f"{path.name}：每一步写 on，并写 do、through、edit 之一。")
    _only(story.get("then", {}), THEN_KEYS, path.name)
    return story


def _only(found: dict[str, Any], known: frozenset[str], where: str) -> None:
    if unknown := set(found) - known:
        raise BadStory(f"{where}：不认识的项 {'、'.join(sorted(map(str, unknown)))}。")


def play(story: dict[str, Any], home: Home, *, after_move: Callable[[Played], None] | None = None) -> Outcome:
    """Play a story on an empty practice home. Nothing is asserted: every difference is collected."""
    clock = PlayedClock(BEFORE_ALL)
    _set_parameters(home, clock, story.get("parameters", []))
    scope = story.get("scope", ["枣庄市", "市场监管"])
    people = {**cast.DEFAULT_PEOPLE, **story.get("people", {})}
    members = [cast.member(key, said) for key, said in people.items()]
    agency = cast.enter_agency(clock, scope=scope, powers=story.get("powers", ()))
    cast.enter_norms(clock, story.get("norms", ()))
    cast.enter_catalogue(clock, agency, story.get("catalogue", ()))
    for one in members:
        cast.enter_member(clock, agency, one, next((s for s in scope if s in cast.FIELDS), "市场监管"))
    named = [one for one in members if one.key in story.get("people", {})]
    rest = [one for one in members if one not in named]
    team = cast.team_of([*named, *rest], agency)
    procedure = story.get("procedure", "penalty_ordinary")
    players = {
        name: Player(home, clock, procedure, agency, team, after_move=after_move)
        for name in dict.fromkeys(str(one.get("case", "")) for one in story["moves"])
    }
    for name, said in story.get("cases", {}).items():
        players[name].procedure = said["procedure"]
        players[name].origin = players[said["from"]].case if "from" in said else ""
    last = players[str(story["moves"][-1].get("case", ""))]
    outcome = Outcome(story["title"], player=last)
    for number, move in enumerate(story["moves"], start=1):
        told = {key: _named(one, players) for key, one in move.items() if key != "case"}
        _play(outcome, players[str(move.get("case", ""))], number, told)
    _then(outcome, last, story)
    return outcome


def _named(value: Any, players: Mapping[str, Player]) -> Any:
    """What a story cannot know beforehand, as a value: ids of cases and what a lot has drawn.

    `{case: NAME}` its id · `{case: NAME, said: FIELD, n: 2}` what it stated last, of a list the second ·
    `{case: NAME, drawn: 1}` the first party drawn · `{case: NAME, left: 1}` the first that was not.
    """
    if isinstance(value, list):
        return [_named(one, players) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() - REFERENCE or str(value.get("case")) not in players:
        return {key: _named(one, players) for key, one in value.items()}
    player = players[str(value["case"])]
    if "said" in value:
        found: Any = player.said(value["said"])
        return found[value["n"] - 1] if "n" in value else found
    if value.keys() & {"drawn", "left"}:
        picked = lines(player.said("drawn"))
        left = [one for one in lines(player.said("pool")) if one not in picked]
        line = picked[value["drawn"] - 1] if "drawn" in value else left[value["left"] - 1]
        return {"kind": "org", "code": head(line), "name": line.partition(" ")[2]}
    return player.case


def _set_parameters(home: Home, clock: PlayedClock, rows: Sequence[dict[str, Any]]) -> None:
    """Values that the story's bureau sets itself: a file in the home, as an operator would put it there."""
    if not rows:
        return
    blocks = (
        "\n".join(["[[value]]", *(f"{key} = {_toml(one)}" for key, one in (PARAMETER | row).items())])
        for row in rows
    )
    (home.path / "parameters" / "story.toml").write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    enter_loaded_set(clock)


def _toml(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def _on(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", value):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=SHANGHAI)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def _play(outcome: Outcome, player: Player, number: int, move: dict[str, Any]) -> None:
    player.overrides.update(cast.json_facts(move.get("with", {})))  # type: ignore[arg-type]
    on, by = _on(move["on"]), f"p-{move['by']}" if "by" in move else ""
    if "edit" in move:
        for paper, fields in move["edit"].items():
            player.edit(paper, cast.json_facts(fields), on)  # type: ignore[arg-type]
        return
    where = f"第 {number} 步（{on} {move.get('do') or '到 ' + move['through']}）"
    played = player.through(move["through"], on) if "through" in move else [_do(player, move, on, by)]
    outcome.moves += played
    _compare_move(outcome, where, played, move)


def _do(player: Player, move: dict[str, Any], on: str, by: str) -> Played:
    facts, papers = cast.json_facts(move.get("facts", {})), cast.json_facts(move.get("papers", {}))
    files = [
        player.keep(one["title"], one.get("text", one["title"]).encode()) for one in move.get("files", [])
    ]
    after = player.last() - 1 if move.get("after") == "stale" else move.get("after")
    return player.do(
        move["do"],
        on,
        by=by,
        facts=facts,  # type: ignore[arg-type]
        papers=papers,  # type: ignore[arg-type]
        files=files,
        key=str(move.get("key", "")),
        after=after,  # type: ignore[arg-type]
        without=move.get("without", ()),
    )


def _compare_move(outcome: Outcome, where: str, played: Sequence[Played], move: dict[str, Any]) -> None:
    expected = move.get("expect", "ok")
    last = played[-1] if played else None
    refused = last.refused if last else None
    if expected == AGAIN and not (last and last.receipt and last.receipt.again):
        outcome.differences.append(f"{where}：应当得到与上次相同的答复")
    if expected in ("ok", AGAIN):
        if refused is not None:
            told = "；".join(f"{one.id} {one}" for one in refused.reasons)
            outcome.differences.append(
                f"{where}：应当办成，却在 {last.action if last else ''} 被拒绝：{told}"
            )
        return
    wanted, found = set(expected), set(refused.ids) if refused else set()
    if not wanted <= found or (move.get("only") and wanted != found):
        outcome.differences.append(
            f"{where}：应当因 {sorted(wanted)} 被拒绝，实际 {sorted(found) or '办成了'}"
        )


def _then(outcome: Outcome, player: Player, story: dict[str, Any]) -> None:
    then = story.get("then", {})
    if "as_of" in then:
        player.clock.move_to(_on(then["as_of"]))
    checks: dict[str, Callable[[Any], list[str]]] = {
        "stage": lambda wanted: _differs("阶段", wanted, player.stage()),
        "open": lambda wanted: _differs("进行中的事项", sorted(wanted), player.open()),
        "deadlines": lambda wanted: _deadlines(wanted, player.deadlines()),
        "menu": lambda wanted: _menu(wanted, player.menu(), exactly=then.get("only") is True),
        "warned": lambda wanted: _warned(wanted, player.warned()),
        "published": lambda wanted: _differs("公示", [str(one) for one in wanted], published(player.case)),
        "papers": lambda wanted: _differs("文书", sorted(wanted), _papers(player.case)),
        "files": lambda wanted: _differs("证据", sorted(wanted), _files(player.case)),
        "numbers": lambda wanted: _differs("文号", wanted, _numbers(player.case, wanted)),
        "provisional": lambda wanted: _differs("暂定的期限", sorted(wanted), player.provisional()),
    }
    for name, wanted in then.items():
        if name in checks:
            outcome.differences += checks[name](wanted)


def _differs(what: str, wanted: Any, found: Any) -> list[str]:
    return [] if wanted == found else [f"{what}应为 {wanted}，实际 {found}"]


def _deadlines(wanted: dict[str, Any], found: dict[str, str]) -> list[str]:
    return [
        f"期限 {term} 应为 {_on(day)}，实际 {found.get(term, '没有起算')}"
        for term, day in wanted.items()
        if found.get(term) != (day if day is None or isinstance(day, str) else _on(day))
    ]


def _menu(wanted: dict[str, Any], found: dict[str, frozenset[str]], *, exactly: bool) -> list[str]:
    """Named reasons must be among those found; an empty list says that the act is possible now."""
    return [
        f"“{action}”应当因 {reasons} 不能办，实际 {sorted(found.get(action, ()))}"
        for action, reasons in wanted.items()
        if not set(reasons) <= found[action] or ((exactly or not reasons) and set(reasons) != found[action])
    ]


def _warned(wanted: dict[str, Any], found: dict[str, frozenset[str]]) -> list[str]:
    """What the page warns of without barring the act."""
    return [
        f"“{action}”应当提示 {sorted(reasons)}，实际 {sorted(found[action])}"
        for action, reasons in wanted.items()
        if set(reasons) != found[action]
    ]


def _papers(case: str) -> list[str]:
    return sorted(PaperRow.objects.filter(case_id=case).values_list("paper", flat=True).distinct())


def _files(case: str) -> list[str]:
    return sorted(FileRow.objects.filter(case_id=case).values_list("title", flat=True))


def _numbers(case: str, wanted: dict[str, Any]) -> dict[str, str]:
    rows = PaperRow.objects.filter(case_id=case, paper__in=wanted).order_by("n")
    return dict(rows.values_list("paper", "number"))


def published(case: str) -> list[str]:
    """Numbers of the case's decisions that the public can read now."""
    shown = (Publication.PUBLIC, Publication.CORRECTED)
    return list(
        Publication.objects.filter(case=case, state__in=shown)
        .order_by("number")
        .values_list("number", flat=True)
    )
