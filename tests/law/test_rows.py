"""Every row of the rule tables for penalties is in force, and a scenario shows it; what is unverified says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mingjing.law.limits import BY_ID
from mingjing.law.parameters import packaged
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import Guard, Role
from mingjing.scenario import runner
from tests.law.world import ORDINARY

LAWS = tuple(one for one in PROCEDURES.values() if not one.history)
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "scenarios"
STORIES = {file.stem: runner.read(file) for file in sorted(FOLDER.glob("*.yaml"))}
BY_NUMBER = {name.partition("-")[0]: story for name, story in STORIES.items()}

# fmt: off
LIMITS = (*(f"T{n:02}" for n in range(1, 19)), *(f"T{n}" for n in (*range(19, 56), 58, 67, 68, 69, 70)))
"""T01–T55, T58, T67–T70 (rules §2.3)."""

CORRECTIONS: dict[str, str] = {
    # row of rules §0.4: stories by number, a test by its path, or what the tables themselves show (`SHOWN`)
    "E1": "05 06 67 68", "E6": "75", "E7": "unverified:hearing.threshold_org", "E8": "unverified:hearing.threshold_citizen",
    "E9": "70 71 unverified:penalty.preserve_report_within", "E11": "64 23 253", "E12": "34 35", "E15": "39",
    "E20": "unverified:penalty.summary_officers", "E23": "61", "E25": "45", "E26": "27",
    "E35": "no:po_collect", "E36": "40", "E37": "73", "E39": "mark:T06", "E45": "36", "E46": "53", "E51": "51 52",
    "E53": "59",
    # 强制、许可、检查、征收、收费
    "E2": "98", "E3": "103", "E13": "97", "E14": "105", "E17": "99 112", "E18": "114", "E19": "unverified:permit.renew_before",
    "E5": "174 182 203", "E10": "177", "E16": "175", "E52": "184 185 186 187 188 189",
    "E50": "190 unmarked:fee",
    "E40": "178 179 unverified:enforcement.urgent_waits",
    "E21": "210 211 212", "E22": "215 216 otherwise:T47", "E28": "213", "E42": "217",
    "E33": "170 172 173 214 otherwise:T20 otherwise:T43 otherwise:T49", "E48": "218 tests/registry/test_changes.py",
    "E41": "220 cited:po_submit_review/G-HEAR/CF/第六十三条 cited:po_review/G-QUALIFIED/CF/第五十八条第二款",
    "E4": "222", "E31": "skips:T62/其他机关", "E34": "223", "E38": "tests/disclosure/test_record.py tests/disclosure/test_list.py",
    "E49": "unverified:publication.display_inspection uncited:publication.display_inspection/食品",
    "E30": "57 221 unverified:penalty.stay_ends",
    "E44": "219 signing:seizure_inventory signing:interview_record",
    "E47": "109 142 cited:pm_visit/G-TWO/XK/第三十四条第三款 cited:pm_visit/G-CERT/SDJD/第八条第三项、第十条",
    "E24": "108", "E27": "101 unverified:compulsion.night_from", "E29": "97", "E32": "102 181", "E43": "98 263",
}
LATER: dict[str, str] = {
    # rows of which only a part exists: what is shown above, and exactly why there is no more
    "E31": "requests for disclosure are not registered: T62 is counted by hand, and says what does not count",
    "E38": "nothing is sent to a credit platform; the portal masks natural persons, and no search finds them",
    "E49": "posting the sheet on the premises is the operator's act; how long the portal shows an inspection is our own value",
    "E4": "who must be told of a leak is stated when it is taken down; a notice to each person is not made as a paper",
    "E34": "the term before which nothing ends early, and the ministry's other grave penalties, were not read: stated by the officer",
}
# fmt: on


ELSEWHERE: dict[str, str] = {
    # row of rules §1.3–§1.8 that is no act of ours, and what stands for it
    "pm_guide": "the service guide of the portal, printed from the tables",
    "ps_remedy": "the element remedies of the decision, without which it is not printed",
    "cm_person": "nobody but the police and others named by law: there is no such act, so nobody may do it",
    "ce_court_urge": "ce_urge of court_application",
    "in_freq": "the condition frequency_cap",
    "fe_check": "the condition G-BASIS",
    "fe_permit": "the condition of free permits",
    "lv_house": "the procedures house_levy and house_compensation",
}
FAILURES: dict[str, str] = {
    # what field systems got wrong, and the story or the test that would notice it here
    "a blank value disarms a hearing": "77",
    "a request is unset by a form that is opened again": "77",
    "an approver sees one line": "15 tests/browser/test_case_by_hand.py",
    "an alert is computed and not shown": "tests/web_matrix/test_limits_shown.py",
    "evidence is missing from the file list": "78",
    "material before filing has nowhere to go": "78",
    "a typo needs the database": "32 78",
    "a holiday table ends silently": "26",
    "reminders go to people who left": "tests/web_matrix/test_registry_pages.py tests/casework/test_waiting.py",
    "a published decision cannot be withdrawn": "27 28 59",
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_of_field_systems_has_its_story(failure: str) -> None:
    for shown in FAILURES[failure].split():
        assert shown in BY_NUMBER or (ROOT / shown).is_file(), shown


def played() -> set[str]:
    """Every act that some story does and that is let through."""
    return {act for story in STORIES.values() for move in story["moves"] for act in acts(story, move)}


def acts(story: dict[str, Any], move: dict[str, Any]) -> Iterator[str]:
    if isinstance(move.get("expect"), list):
        return
    if "do" in move:
        yield move["do"]
    told = story.get("cases", {}).get(move.get("case"), story).get("procedure", ORDINARY.id)
    law = next(one for one in PROCEDURES.values() if one.id == told)
    way = [one.action for one in law.path]
    if "through" in move:
        yield from way[: way.index(move["through"].partition(":")[0]) + 1]


def test_every_act_is_done_in_a_story() -> None:
    able = {
        action.id
        for law in PROCEDURES.values()
        if not law.history
        for action in law.derived.values()
        if Role.SYSTEM not in action.roles and not action.id.endswith(".back")
    }
    assert able - played() == set()


def test_every_limit_of_a_procedure_stands_in_a_table() -> None:
    """In a procedure; the others are listed and answered by the register (tests/law/test_limits.py)."""
    known = {term.id.partition("-")[0] for law in LAWS for term in law.terms}
    assert set(LIMITS) - known == {
        "T01", "T54",  # watched by conditions: stories 39 and 45
        "T09",  # an amount that grows by the day: the condition G_SURCHARGE, stories 57 and 79
        "T44", "T45", "T46", "T52", "T69",
    }  # fmt: skip


def cited(act: str, guard: str) -> set[tuple[str, str]]:
    """The articles that a condition of an act cites."""
    needs = [need for law in LAWS if act in law.derived for need in law.derived[act].needs]
    return {(one.basis.law, one.basis.article) for one in needs if isinstance(one, Guard) and one.id == guard}


HANDS = {
    # who may do it and how many, by kind of act: the statute on penalties speaks of penalties only
    ("compulsion", "G-CERT"): {"QZ 第十七条第三款", "SDJD 第八条第三项、第十条"},
    ("compulsion", "G-TWO"): {"QZ 第十八条第二项", "P 两人执法"},
    ("levy", "G-CERT"): {"SDJD 第八条第三项、第十条"},
    ("levy", "G-TWO"): {"P 两人执法"},
    ("inspection", "G-CERT"): {"SDJD 第八条第三项、第十条"},
    ("inspection", "G-TWO"): {"SPJC 第二十三条"},
}


@pytest.mark.parametrize(("act", "guard"), HANDS)
def test_certificates_and_two_officers_rest_on_the_law_of_the_act(act: str, guard: str) -> None:
    found = {
        f"{need.basis.law} {need.basis.article}"
        for law in LAWS
        if law.act == act
        for one in law.derived.values()
        for need in one.needs
        if isinstance(need, Guard) and need.id == guard
    }
    assert found == HANDS[act, guard]


def unmarked(law_id: str) -> bool:
    law = next(one for one in LAWS if one.id == law_id)
    return not law.derived["fe_notice"].basis.verified and not law.derived["fe_relief"].basis.verified


def unsigned(paper: str) -> bool:
    """What wants its signatures is no article that was read."""
    found = [one.signing for law in LAWS if (one := law.paper(paper))]
    return any(found) and all(one and not one.verified for one in found)


def cites(said: str) -> bool:
    """ACT/GUARD/CODE/ARTICLE: the condition of that act cites that article."""
    act, guard, code, article = said.split("/")
    needs = [need for law in LAWS if act in law.derived for need in law.derived[act].needs]
    found = {
        (one.basis.law, one.basis.article) for one in needs if isinstance(one, Guard) and one.id == guard
    }
    return found == {(code, article)}


def left_to_others(term: str) -> bool:
    carried = [one for law in LAWS for one in law.terms if one.id == term]
    return bool(carried) and all(one.otherwise for one in carried)


def skips(said: str) -> bool:
    term, _, words = said.partition("/")
    return words in BY_ID[term].skips


def uncited(said: str) -> bool:
    key, _, words = said.partition("/")
    return all(words not in row.value.basis for row in packaged().all(key))


SHOWN: dict[str, Callable[[str], bool]] = {
    # how a table itself may show a row
    "": lambda what: what in BY_NUMBER or (ROOT / what).is_file(),
    "unverified": lambda key: any(not one.value.verified for one in packaged().all(key)),
    "unmarked": unmarked,
    "mark": lambda id_: not next(one for one in ORDINARY.terms if one.id == id_).basis.verified,
    "no": lambda act: all(law.action(act) is None for law in LAWS),
    "signing": unsigned,
    "cited": cites,
    "otherwise": left_to_others,
    "skips": skips,
    "uncited": uncited,
}


@pytest.mark.parametrize("row", CORRECTIONS)
def test_a_correction_is_shown_by_a_story_or_as_unverified(row: str) -> None:
    for shown in CORRECTIONS[row].split():
        kind, _, what = shown.rpartition(":")
        assert SHOWN[kind](what), shown


def test_the_rules_of_the_bureau_have_no_row_that_we_forgot(testdata: Path) -> None:
    """Against the rule tables themselves, where they are at hand."""
    rules = (testdata / "domain" / "rules.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`?\b(p[os]_[a-z_]+)\b", rules))
    known = {action.id for law in PROCEDURES.values() for action in law.actions}
    tables = rules[rules.index("### 1.3") : rules.index("### 1.9")]
    named |= set(re.findall(r"^\| \d+ \| ((?:pm|cm|ce|in|lv|fe)_[a-z_]+) \|", tables, re.M))
    assert named - known == set(ELSEWHERE)
    rows = set(re.findall(r"^\| (E\d+) \|", rules, re.M))
    assert rows - set(CORRECTIONS) == set()
    assert set(LATER) <= set(CORRECTIONS)
