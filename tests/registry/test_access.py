"""Who may see and open what, cell by cell."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.terms import Role
from mingjing.registry.access import (
    ABSENT,
    ALONE,
    ANONYMOUS,
    GRANTS,
    PUBLIC_VERBS,
    REFUSED,
    ROLE_MATRIX,
    STANDINGS,
    By,
    CaseFacts,
    Post,
    Standing,
    Viewer,
    Way,
    may,
    may_answer,
    reach,
    way,
)
from mingjing.registry.access import OWN as OWN_RECORD
from mingjing.registry.words import ADMINISTRATORS, CASE_ROLES

BUREAU, AREA = "zz-scjg", "3704"
CLERKS = {Role.UNIT_HEAD, Role.AGENCY_HEAD}


def someone(role: Role, *, person: str = "p-x", agency: str = BUREAU, area: str = AREA) -> Viewer:
    return Viewer(person, frozenset({Post(agency, role, area)}))


CASE = CaseFacts(BUREAU, AREA, team=frozenset({"p-zhang", "p-sun"}), handlers=frozenset({"p-zhang"}))
IN_REVIEW = replace(CASE, in_review=True)
IN_PANEL = replace(CASE, in_panel=True)
DECIDED = replace(CASE, decided=True)
PUBLISHED = replace(DECIDED, published=True)
CLOSED = replace(DECIDED, closed=True)
ABOUT_ITSELF = replace(CASE, own=True)

zhang = someone(Role.OFFICER, person="p-zhang")
wang = someone(Role.OFFICER, person="p-wang")
sun = someone(Role.ASSISTANT, person="p-sun")
other_assistant = someone(Role.ASSISTANT, person="p-zhu")
zhao = someone(Role.UNIT_HEAD)
zhou = someone(Role.REVIEWER, person="p-zhou")
li = someone(Role.AGENCY_HEAD)
chen = someone(Role.PANEL)
wu = someone(Role.HEARING_HOST, person="p-wu")
zheng = someone(Role.PUBLISHER)
feng = someone(Role.ARCHIVIST)
keeper = someone(Role.DEVICE_KEEPER)
he = someone(Role.JUSTICE_SUPERVISOR, agency="zz-sfj", area="3704")
lv = someone(Role.JUSTICE_SUPERVISOR, agency="xc-sfj", area="370403")
qian = someone(Role.OFFICER, person="p-qian", agency="tez-scjg", area="370405")
tao = someone(Role.AGENCY_HEAD, agency="tez-scjg", area="370405")
xie, an, shen = (someone(role, agency="zz-sfj") for role in (Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN))
expired = Viewer("p-zhang")  # the post ended yesterday, so there is none today

# One row per person and state of the case: s = case.see, e = case.evidence, a = case.act, r = case.review,
# p = publication.see, f = publication.edit, b = case.bind.
MATRIX = [
    ("zhang of the team", zhang, CASE, "seapb"),
    ("wang, same agency, not of the team", wang, CASE, ""),
    ("wang, when it is published", wang, PUBLISHED, "p"),
    ("zhang, whose post ended yesterday", expired, CASE, ""),
    ("zhang, moved to another agency", someone(Role.OFFICER, person="p-zhang", agency="xc-scjg"), CASE, ""),
    ("sun, assistant of the team", sun, CASE, "seapb"),
    ("another assistant", other_assistant, CASE, ""),
    ("zhao, head of the unit", zhao, CASE, "seapb"),
    ("li, head of the agency", li, CASE, "seapb"),
    ("chen of the panel, before it meets", chen, CASE, ""),
    ("chen of the panel, when it meets", chen, IN_PANEL, "seap"),
    ("zhou, before anything was submitted", zhou, CASE, ""),
    ("zhou, in the queue", zhou, IN_REVIEW, "searp"),
    ("zhou, who reviewed it", zhou, replace(CASE, reviewers=frozenset({"p-zhou"})), "searp"),
    ("zhou, when another reviewed it", zhou, replace(CASE, reviewers=frozenset({"p-yao"})), ""),
    (
        "a reviewer elsewhere",
        replace(zhou, posts=frozenset({Post("tez-scjg", Role.REVIEWER)})),
        IN_REVIEW,
        "",
    ),
    ("wu, not the host", wu, CASE, ""),
    ("wu, the host", wu, replace(CASE, hosts=frozenset({"p-wu"})), "seap"),
    ("zheng, before the decision", zheng, CASE, ""),
    ("zheng, after it", zheng, DECIDED, "sapf"),
    ("feng, before closing", feng, DECIDED, ""),
    ("feng, after it", feng, CLOSED, "seapb"),
    ("the keeper of devices", keeper, CLOSED, ""),
    ("zheng, a plan of the agency itself", zheng, ABOUT_ITSELF, "sa"),
    ("wang, a plan of the agency itself", wang, ABOUT_ITSELF, "s"),
    ("qian, a plan of another agency", qian, ABOUT_ITSELF, ""),
    ("the system administrator, a plan", xie, ABOUT_ITSELF, ""),
    ("he, city justice bureau", he, CASE, "sepb"),
    ("he, a case of a district", he, replace(CASE, agency="xc-scjg", area="370403"), "sepb"),
    ("lv, district bureau, its own district", lv, replace(CASE, agency="xc-scjg", area="370403"), "sepb"),
    ("lv, a town of it", lv, replace(CASE, agency="xc-town", area="370403101"), "sepb"),
    ("lv, the next district", lv, replace(CASE, agency="tez-scjg", area="370405"), ""),
    ("lv, the city's case", lv, CASE, ""),
    (
        "a bureau without an area",
        replace(he, posts=frozenset({Post("x", Role.JUSTICE_SUPERVISOR)})),
        CASE,
        "",
    ),
    ("he, a case without an area", he, replace(CASE, area=""), ""),
    ("qian, the stranger", qian, CASE, ""),
    ("tao, head elsewhere", tao, DECIDED, ""),
    ("the system administrator", xie, CASE, ""),
    ("the security administrator", an, CASE, ""),
    ("the audit administrator", shen, CASE, ""),
    ("an administrator sees what is public", xie, PUBLISHED, "p"),
    ("nobody", ANONYMOUS, DECIDED, ""),
    ("a citizen", ANONYMOUS, PUBLISHED, "p"),
]
VERBS = {
    "s": "case.see",
    "e": "case.evidence",
    "a": "case.act",
    "r": "case.review",
    "p": "publication.see",
    "f": "publication.edit",
    "b": "case.bind",
}


@pytest.mark.parametrize(("story", "who", "case", "opens"), MATRIX, ids=[row[0] for row in MATRIX])
def test_cases(story, who, case, opens):
    assert "".join(letter for letter, verb in VERBS.items() if may(who, verb, case)) == opens


@pytest.mark.parametrize(("story", "who", "case", "opens"), MATRIX, ids=[row[0] for row in MATRIX])
def test_who_acts_opens_a_case_from_it_and_from_a_plan_whoever_sees_it(story, who, case, opens):
    assert bool(may(who, "case.link", case)) is ("a" in opens or (case.own and "s" in opens))


# Pages without a case, or about a registry row of the city bureau: who may at all.
PAGES = {
    "todo.see": CASE_ROLES,
    "rules.see": CASE_ROLES,
    "case.list": CASE_ROLES,
    "case.open": {Role.OFFICER, Role.UNIT_HEAD, Role.PUBLISHER},
    "yearly.see": CLERKS | {Role.JUSTICE_SUPERVISOR},
    "registry.see": CASE_ROLES | ADMINISTRATORS,
    "registry.see.account": ADMINISTRATORS,
    "registry.import": {Role.SYSADMIN, Role.JUSTICE_SUPERVISOR},
    "registry.asks": CLERKS | {Role.SECADMIN, Role.AUDITADMIN, Role.JUSTICE_SUPERVISOR},
    "registry.handover": CLERKS,
    "registry.ask.agency": CLERKS,
    "registry.ask.entrustment": CLERKS,
    "registry.ask.appointment": CLERKS | {Role.SECADMIN},
    "registry.ask.certificate": CLERKS,
    "registry.ask.qualification": CLERKS,
    "registry.ask.power": CLERKS,
    "registry.ask.catalogue": CLERKS,
    "registry.edit.entrustment": {Role.JUSTICE_SUPERVISOR},
    "registry.edit.password_reset": {Role.SYSADMIN},
    "registry.edit": {Role.SYSADMIN, Role.SECADMIN, Role.JUSTICE_SUPERVISOR},
    "registry.edit.person": {Role.SYSADMIN},
    "registry.edit.account": {Role.SYSADMIN},
    "registry.edit.org_party": {Role.SYSADMIN},
    "registry.edit.appointment": {Role.SECADMIN},
    "registry.edit.agency": {Role.JUSTICE_SUPERVISOR},
    "registry.edit.certificate": {Role.JUSTICE_SUPERVISOR},
    "registry.edit.qualification": {Role.JUSTICE_SUPERVISOR},
    "registry.edit.power": {Role.JUSTICE_SUPERVISOR},
    "registry.edit.catalogue": {Role.JUSTICE_SUPERVISOR},
    "registry.edit.norm": {Role.JUSTICE_SUPERVISOR},
    "ledger.verify": {Role.AUDITADMIN, Role.JUSTICE_SUPERVISOR},
    "reads.see": {Role.AUDITADMIN},
    "system.see": {Role.SYSADMIN},
}


@pytest.mark.parametrize("verb", PAGES)
@pytest.mark.parametrize("role", list(Role))
def test_pages(verb, role):
    own = CaseFacts(BUREAU, AREA)
    assert bool(may(someone(role), verb, own)) is (role in PAGES[verb])
    assert not may(ANONYMOUS, verb, own)


def test_every_verb_is_expected_here():
    assert set(GRANTS) == set(PAGES) | set(VERBS.values()) | {"case.link"}
    assert {"publication.see"} == PUBLIC_VERBS
    assert all(ROLE_MATRIX[verb] == roles for verb, roles in PAGES.items())


def test_a_district_bureau_edits_the_papers_of_its_own_district_only():
    for verb in ("registry.edit.certificate", "registry.edit.power", "registry.edit.catalogue"):
        assert may(lv, verb, CaseFacts("xc-scjg", "370403"))
        assert not may(lv, verb, CaseFacts(BUREAU, AREA))
        assert not may(lv, verb)


OWN = CaseFacts(BUREAU, AREA)
ELSEWHERE = CaseFacts("tez-scjg", "370405")


@pytest.mark.parametrize(
    ("who", "kind", "places", "subject", "expected"),
    [
        (xie, "person", [], "p-new", Way.AT_ONCE),
        (xie, "account", [], "p-new", Way.AT_ONCE),
        (xie, "appointment", [OWN], "p-new", Way.NOT),
        (xie, "certificate", [OWN], "p-new", Way.NOT),
        (an, "appointment", [OWN], "p-new", Way.BY_ASKING),
        (an, "account", [], "p-new", Way.NOT),
        (shen, "appointment", [OWN], "p-new", Way.NOT),
        (zhao, "appointment", [OWN], "p-new", Way.BY_ASKING),
        (zhao, "power", [OWN], "", Way.BY_ASKING),
        (zhao, "power", [ELSEWHERE], "", Way.NOT),
        (zhao, "power", [OWN, ELSEWHERE], "", Way.NOT),
        (zhang, "power", [OWN], "", Way.NOT),
        (he, "power", [OWN], "", Way.AT_ONCE),
        (he, "power", [OWN, ELSEWHERE], "", Way.AT_ONCE),
        (lv, "power", [OWN], "", Way.NOT),
        (he, "norm", [], "", Way.AT_ONCE),
        (zhao, "norm", [], "", Way.NOT),
        (he, "certificate", [], "p-new", Way.NOT),  # of no agency yet, so of nobody's area
        (replace(he, person="p-x"), "certificate", [OWN], "p-x", Way.NOT),
    ],
)
def test_how_a_record_may_be_changed(who, kind, places, subject, expected):
    assert way(who, kind, places, subject) is expected


def test_nobody_agrees_to_what_she_asked_nor_to_what_is_about_herself():
    other = replace(an, person="p-an")
    assert may_answer(other, "appointment", [OWN], asker="p-zhao", subject="p-new")
    assert may_answer(other, "appointment", [OWN], asker="p-an", subject="p-new").reason == ALONE
    assert may_answer(other, "appointment", [OWN], asker="p-zhao", subject="p-an").reason == OWN_RECORD
    assert may_answer(xie, "appointment", [OWN], asker="p-zhao", subject="p-new") == REFUSED


def test_a_handler_never_gets_the_review_page_whatever_account_or_post():
    both = Viewer("p-zhang", frozenset({Post(BUREAU, Role.OFFICER, AREA), Post(BUREAU, Role.REVIEWER, AREA)}))
    assert not may(both, "case.review", IN_REVIEW) and may(both, "case.see", IN_REVIEW)
    # No longer of the team and now a reviewer: still a handler of this case.
    moved = someone(Role.REVIEWER, person="p-zhang")
    assert not may(moved, "case.review", replace(IN_REVIEW, team=frozenset()))


@pytest.mark.parametrize("extra", sorted(set(CASE_ROLES) | ADMINISTRATORS))
@pytest.mark.parametrize("administrator", sorted(ADMINISTRATORS))
def test_an_administrator_with_any_other_role_gets_nothing_but_what_is_public(administrator, extra):
    if extra == administrator:
        return
    posts = frozenset({Post("zz-sfj", administrator, AREA), Post(BUREAU, extra, AREA)})
    mixed = Viewer("p-zhang", posts)
    everything = replace(PUBLISHED, in_review=True, in_panel=True, closed=True, own=True)
    assert [verb for verb in GRANTS if may(mixed, verb, everything)] == ["publication.see"]


def test_no_administrator_ever_has_a_way_to_a_case():
    for verb in VERBS.values():
        assert not ROLE_MATRIX[verb] & ADMINISTRATORS


def test_forbidden_and_absent_answer_alike():
    assert may(qian, "case.see", CASE) is may(qian, "case.see", None) is REFUSED
    assert may(zhang, "case.see", None).reason == ABSENT


def test_the_verdict_says_as_whom():
    assert may(zhang, "case.see", CASE).reason == "本案办案人员"
    assert may(he, "case.see", CASE).reason == "执法监督人员"


def test_an_unknown_verb_is_a_bug():
    with pytest.raises(KeyError):
        may(zhang, "case.destroy", CASE)


def test_the_tables_are_complete():
    used = {standing for grant in GRANTS.values() for standing in grant.to}
    assert used == set(STANDINGS) == set(Standing)
    for rule in STANDINGS.values():
        assert not rule.named or isinstance(getattr(CASE, rule.named), frozenset)
        assert not rule.flag or getattr(CASE, rule.flag) is False
    for grant in GRANTS.values():
        assert all(isinstance(getattr(CASE, name), frozenset) for name in grant.barred)


people = st.sampled_from(["p-a", "p-b"])
some = st.frozensets(people)
posts = st.builds(
    Post, st.sampled_from(["a", "b"]), st.sampled_from(sorted(Role)), st.sampled_from(["", "3704", "370403"])
)
cases = st.builds(
    CaseFacts,
    st.sampled_from(["a", "b"]),
    st.sampled_from(["", "3704", "370403", "370405"]),
    *[some] * 4,
    *[st.booleans()] * 5,
)


@given(
    viewer=st.builds(Viewer, people, st.frozensets(posts, max_size=3)),
    case=cases,
    verb=st.sampled_from(sorted(GRANTS)),
)
def test_a_list_and_a_page_never_differ(viewer, case, verb):
    """`reach`, read as a filter the way a query does, admits exactly the cases that `may` admits."""
    filtered = reach(viewer, verb)
    listed = any(_as_a_query_would(span, viewer, case) for span in filtered.spans)
    barred = any(viewer.person in getattr(case, name) for name in filtered.barred)
    assert bool(may(viewer, verb, case)) is (listed and not barred)


def _as_a_query_would(span, viewer, case):
    return (
        (not span.agency or case.agency == span.agency)
        and (span.by is not By.AREA or bool(span.area and case.area.startswith(span.area)))
        and (not span.named or viewer.person in getattr(case, span.named))
        and (not span.flag or getattr(case, span.flag))
    )


@given(
    viewer=st.builds(Viewer, people, st.frozensets(posts, max_size=3)),
    case=cases,
    verb=st.sampled_from(sorted(GRANTS)),
)
def test_what_the_role_matrix_excludes_is_never_given(viewer, case, verb):
    if may(viewer, verb, case) and not (verb in PUBLIC_VERBS and case.published):
        assert viewer.roles & ROLE_MATRIX[verb]
