"""Parameters: which value applies, what a bad file is told, and what the packaged files must hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mingjing.law.calendar import BadFile
from mingjing.law.parameters import (
    KINDS,
    REGIONS,
    UnknownParameter,
    for_matter,
    load,
    packaged,
    packaged_texts,
    read_folder,
    scope_path,
)
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import Length, Unit, param

TODAY = date(2025, 9, 24)
HOME = scope_path(field="市场监管", agency="7")


def row(
    key: str = "penalty.pay_within", scope: str = "nation", since: str = "2021-07-15", **other: object
) -> str:
    given = {"key": f'"{key}"', "since": since, "scope": f'"{scope}"', "amount": 15, "unit": '"day"'}
    written = {**given, "basis": '"行政处罚法 第六十七条"', "verified": "true", **other}
    return "[[value]]\n" + "".join(
        f"{name} = {value}\n" for name, value in written.items() if value is not None
    )


def amount(*rows: str, day: date = TODAY, key: str = "penalty.pay_within") -> object:
    return load([(f"{n}.toml", one) for n, one in enumerate(rows)]).value(key, day, HOME).amount


# -- which value applies -----------------------------------------------------------------------------------------


def test_the_later_scope_wins_over_the_newer_day() -> None:
    nation, agency = row(since="2024-01-01", amount=15), row(scope="agency:7", since="2022-01-01", amount=20)
    assert amount(nation, agency) == 20


def test_scopes_run_from_nation_to_agency() -> None:
    rows = [row(scope=one, amount=n) for n, one in enumerate(HOME)]
    for n in range(len(HOME)):
        assert amount(*rows[: n + 1]) == n


def test_of_one_scope_the_newest_that_has_begun_applies() -> None:
    rows = [
        row(since="2021-07-15", amount=1),
        row(since="2025-09-24", amount=2),
        row(since="2025-09-25", amount=3),
    ]
    assert [amount(*rows, day=date(2025, 9, day)) for day in (23, 24, 25)] == [1, 2, 3]


def test_a_value_applies_up_to_and_including_its_until() -> None:
    rows = [row(amount=1), row(since="2025-01-01", until="2025-09-24", amount=2)]
    assert [amount(*rows, day=date(2025, 9, day)) for day in (24, 25)] == [2, 1]


def test_a_value_may_apply_for_a_single_day() -> None:
    rows = [row(amount=1), row(since="2025-09-24", until="2025-09-24", amount=2)]
    assert [amount(*rows, day=date(2025, 9, day)) for day in (23, 24, 25)] == [1, 2, 1]


def test_another_agency_or_field_does_not_reach_the_case() -> None:
    rows = [row(amount=1), row(scope="agency:8", amount=2), row(scope="field:生态环境", amount=3)]
    assert amount(*rows) == 1


@pytest.mark.parametrize(
    ("key", "day", "scopes"),
    [
        ("penalty.pay_within", date(2021, 7, 14), HOME),
        ("penalty.pay_withing", TODAY, HOME),
        ("penalty.pay_within", TODAY, ()),
        ("hearing.threshold_citizen_business", TODAY, ("nation",)),
    ],
)
def test_what_is_not_known_is_not_assumed(key: str, day: date, scopes: tuple[str, ...]) -> None:
    with pytest.raises(UnknownParameter, match="没有适用的数值"):
        packaged().value(key, day, scopes)


def test_a_value_carries_its_citation() -> None:
    found = packaged().value("penalty.hearing_request_within", TODAY, HOME)
    assert found.length == Length(5, Unit.WORKING_DAY)
    assert found.basis == "行政处罚法 第六十四条第一项、第八十五条"
    assert (found.since, found.scope, found.verified) == ("2021-07-15", "nation", True)


def test_a_length_is_taken_as_written_or_from_its_parameter() -> None:
    assert packaged().length(Length(3, Unit.YEAR), TODAY, ()) == Length(3, Unit.YEAR)
    assert packaged().length(param("litigation.direct_within"), TODAY, HOME) == Length(6, Unit.MONTH)


def test_all_lists_wide_before_narrow_and_old_before_new() -> None:
    texts = [
        row(scope="agency:7"),
        row(since="2024-01-01"),
        row(),
        row(scope="field:市场监管"),
        row(scope="shandong"),
    ]
    found = load([(str(n), one) for n, one in enumerate(texts)]).all("penalty.pay_within")
    assert [(one.value.scope, str(one.since)) for one in found] == [
        ("nation", "2021-07-15"),
        ("nation", "2024-01-01"),
        ("shandong", "2021-07-15"),
        ("field:市场监管", "2021-07-15"),
        ("agency:7", "2021-07-15"),
    ]


def test_the_path_of_a_case() -> None:
    assert HOME == ("nation", "shandong", "zaozhuang", "field:市场监管", "agency:7")
    assert scope_path() == REGIONS
    assert scope_path(region="shandong", agency="7") == ("nation", "shandong", "agency:7")


def test_the_digest_covers_content_and_not_files_or_order() -> None:
    one, two = row(), row(since="2024-01-01")
    digest = load([("a", one), ("b", two)]).digest
    assert load([("c", two + one)]).digest == digest
    for changed in (
        row(amount=16),
        row(verified="false"),
        row(until="2026-01-01"),
        row(basis='"某办法 第一条"'),
    ):
        assert load([("a", changed), ("b", two)]).digest != digest


# -- bad files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[value]\n", "不是有效的 TOML"),
        ("[[values]]\n", r"若干 \[\[value\]\]"),
        ("[value]\nkey = 1\n", r"若干 \[\[value\]\]"),
        ("value = [3]\n", r"应写成 \[\[value\]\]"),
        (row(basis=None), "缺少 basis"),
        (row(basis='" "'), "basis 不能空缺"),
        ("[[value]]\nsince = 2021-07-15\n", "缺少 amount、basis、key"),
        (row(key=""), "key 不能空缺"),
        (row(note='"x"'), "不认识的字段 note"),
        (row(unit='"days"'), "不认识的单位 days"),
        (row(unit="[1]"), "不认识的单位"),
        (row(unit='"元"'), "不认识的单位 元"),
        (row(amount="15.0"), "不带小数"),
        (row(amount="-1"), "非负整数"),
        (row(amount="true"), "非负整数"),
        (row(amount='"15"'), "非负整数"),
        (row(amount=1, unit='"code"'), "amount 不能空缺"),
        (row(since='"2021-07-15"'), "since 应写成"),
        (row(since="2021-07-15T00:00:00"), "since 应写成"),
        (row(since="2021-02-30"), "不是有效的 TOML"),
        (row(until="2021-07-14"), "until 早于 since"),
        (row(verified=1), "verified 应为"),
        (row(scope="jinan"), "不认识的范围 jinan"),
        (row(scope="field:"), "不认识的范围 field:"),
        (row() + row(), "重复"),
        (row() + row(scope="shandong", unit='"分"'), "不是同一类"),
        (row() + row("penalty.pay_withing", "agency:7"), "没有这个参数"),
    ],
)
def test_a_bad_row_is_refused_with_its_file(text: str, said: str) -> None:
    with pytest.raises(BadFile, match=said) as refused:
        load([("overlay.toml", text)])
    assert str(refused.value).startswith("overlay.toml")
    assert str(refused.value).endswith("。")


def test_a_refusal_counts_the_rows() -> None:
    with pytest.raises(BadFile, match=r"^b\.toml 第 2 条（penalty\.pay_within）：") as refused:
        load([("a.toml", row()), ("b.toml", row(since="2024-01-01") + row(since="2025-01-01", amount="1.5"))])
    assert "\n" not in str(refused.value)


def test_a_repetition_names_both_places() -> None:
    with pytest.raises(BadFile, match=r"b\.toml 第 1 条.*与 a\.toml 第 1 条 重复"):
        load([("a.toml", row()), ("b.toml", row(amount=20))])


# -- what comes with the product ---------------------------------------------------------------------------------

DAY, WORKING, HOUR, MONTH = Unit.DAY, Unit.WORKING_DAY, Unit.HOUR, Unit.MONTH


@pytest.mark.parametrize(
    ("key", "length", "verified"),
    [
        ("penalty.decide_within", Length(90, DAY), True),
        ("penalty.serve_within", Length(7, WORKING), True),
        ("penalty.pay_within", Length(15, DAY), True),
        ("penalty.hearing_request_within", Length(5, WORKING), True),
        ("penalty.hearing_notice_before", Length(7, WORKING), True),
        ("penalty.defense_within", Length(5, WORKING), False),
        ("penalty.preserve_within", Length(7, WORKING), True),
        ("penalty.precheck_within", Length(15, WORKING), False),
        ("penalty.collected_to_agency_within", Length(2, WORKING), True),
        ("penalty.agency_to_bank_within", Length(2, WORKING), True),
        ("penalty.summary_report_within", Length(2, WORKING), False),
        ("publication.withdraw_within", Length(3, WORKING), True),
        ("publication.penalty_within", Length(7, WORKING), False),
        ("publication.market_within", Length(20, WORKING), True),
        ("transfer.hand_over_within", Length(24, HOUR), True),
        ("compulsion.after_approval_within", Length(24, HOUR), True),
        ("reconsideration.apply_within", Length(60, DAY), True),
        ("litigation.after_reconsideration_within", Length(15, DAY), True),
        ("litigation.direct_within", Length(6, MONTH), True),
        ("review.within", Length(5, WORKING), False),
        ("review.extension", Length(3, WORKING), False),
        ("recording.ingest_within", Length(1, WORKING), False),
        ("archive.within", Length(30, DAY), False),
        ("permit.correct_within", Length(5, WORKING), True),
        ("permit.decide_within", Length(20, WORKING), True),
        ("seizure.within", Length(30, DAY), True),
        ("seizure.extension", Length(30, DAY), True),
        ("backdate.reason_after", Length(1, DAY), False),
    ],
)
def test_packaged_limits_are_those_of_the_table(key: str, length: Length, verified: bool) -> None:
    found = packaged().value(key, TODAY, HOME)
    assert (found.length, found.verified) == (length, verified)


@pytest.mark.parametrize(
    ("key", "expected", "unit"),
    [
        ("penalty.summary_max_citizen", 20_000, "分"),
        ("penalty.summary_max_org", 300_000, "分"),
        ("penalty.collect_on_spot_max", 10_000, "分"),
        ("penalty.officers", 2, "person"),
        ("hearing.threshold_max_share", 50, "percent"),
        ("review.scope", "major", "code"),
    ],
)
def test_packaged_amounts(key: str, expected: object, unit: str) -> None:
    found = packaged().value(key, TODAY, HOME)
    assert (found.amount, found.unit) == (expected, unit)


def test_an_item_whose_own_law_sets_a_value_has_it_and_the_agency_may_set_its_own() -> None:
    scopes = (*scope_path(field="市场监管"), "agency:zz-scjg")
    own = for_matter(scopes, "特种设备")
    assert own == (*scope_path(field="市场监管"), "matter:特种设备", "agency:zz-scjg")
    assert packaged().value("permit.decide_within", TODAY, own).length == Length(30, DAY)
    assert packaged().value("permit.decide_within", TODAY, scopes).length == Length(20, WORKING)
    promised = row("permit.decide_within", "agency:zz-scjg", amount="10", unit='"working_day"')
    both = load([*packaged_texts(), ("home.toml", promised)])
    assert both.value("permit.decide_within", TODAY, own).length == Length(10, WORKING)
    assert for_matter(scopes, "") == scopes


def test_every_limit_of_a_running_procedure_has_a_value_since_its_first_day() -> None:
    """No key may begin later than its procedure (all but a few serve penalties), or an older case cannot be judged."""
    first = {law.id: date.fromisoformat(law.since) for law in PROCEDURES.values()}
    fields_only = {
        one.value.key
        for one in packaged().rows
        if all(same.value.scope.startswith(("field:", "matter:")) for same in packaged().all(one.value.key))
    }
    late = {  # the rule itself began later: 2021-09-01, 2024-01-01
        *(f"publication.market_{one}" for one in ("within", "forward_within", "assist_within")),
        "reconsideration.opinion_within",
    }
    for key in set(packaged().keys()) - fields_only - late:
        day = first.get(key.partition(".")[0], date(2021, 7, 15))
        assert packaged().value(key, day, scope_path())


def test_packaged_rows_are_well_formed() -> None:
    rows = packaged().rows
    assert len(rows) > 40
    assert all(one.value.unit in KINDS and one.value.basis for one in rows)
    assert not [one.value.key for one in rows if "平台默认值" in one.value.basis and one.value.verified]
    assert not [one.value.key for one in rows if one.value.key.startswith("hearing.") and one.value.verified]


def test_zaozhuang_leaves_review_scope_to_the_home_overlay() -> None:
    assert [one.value.scope for one in packaged().all("review.scope")] == ["nation"]
    overlay = row("review.scope", "zaozhuang", amount='"all_ordinary"', unit='"code"', basis='"枣庄市试验"')
    both = load([*packaged_texts(), ("home.toml", overlay)])
    assert both.value("review.scope", TODAY, HOME).amount == "all_ordinary"
    assert both.digest != packaged().digest


def test_a_folder_is_read_by_name_and_may_be_missing(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(row(), encoding="utf-8")
    (tmp_path / "a.toml").write_text("# 空", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert [name for name, _ in read_folder(tmp_path)] == ["a.toml", "b.toml"]
    assert read_folder(tmp_path / "none") == ()
