"""The store: what is appended is what is loaded, in order, by one mover at a time."""

import os

import pytest
from django.db import connection, transaction

from mingjing.law.terms import Case, FileRef, PaperRef
from mingjing.recording import keys, opening, store
from mingjing.recording.home import Home
from mingjing.tlog import commitment as tlog
from mingjing.tlog.canonical import NotCanonical
from tests.recording.ledger import add, at, check_ledger, entry, new_case, publish, seal


def append(made):
    with transaction.atomic():
        store.lock([made.case])
        return store.append(made, salt=os.urandom(32), nonce=os.urandom(12))


def test_a_case_is_loaded_as_it_was_appended(home):
    case = new_case()
    first = entry(case, 1, None, papers=(PaperRef("prior_notice", "a" * 64, "枣市监告〔2026〕1号"),))
    receipt = append(first)
    second = entry(case, 2, receipt.commitment, files=(FileRef("b" * 64, "c" * 64, 50_000, "现场照片.jpg"),))
    last = append(second)
    assert store.load(case) == Case(
        case, first.procedure, "scjg", (first, second), (receipt.commitment, last.commitment)
    )
    assert (receipt.case, receipt.n, last.n) == (case, 1, 2)
    check_ledger(home)


def test_an_unknown_case_has_no_entries(home):
    assert store.load("registry") == Case("registry", "", "")


def test_nothing_of_the_content_stands_in_clear(home):
    case = new_case()
    append(entry(case, 1, None, facts={"summary": "张三举报"}))
    with connection.cursor() as cursor:
        cursor.execute('SELECT header, "inner", box, commitment FROM entry')
        stored = repr([bytes(one) if not isinstance(one, str) else one for one in cursor.fetchone()])
    assert "张三" not in stored and "zhang" not in stored and "po_lead" not in stored


def test_the_second_of_two_entries_with_one_number_is_stale(home):
    receipt = add(case := new_case())
    append(entry(case, 2, receipt.commitment))
    with pytest.raises(store.Stale):
        append(entry(case, 2, receipt.commitment))
    check_ledger(home)


@pytest.mark.parametrize(("n", "prev"), [(4, "known"), (3, "0" * 64), (1, None)])
def test_an_entry_that_does_not_follow_the_last_is_stale(home, n, prev):
    receipt = add(case := new_case(), 2)
    with pytest.raises(store.Stale):
        append(entry(case, n, receipt.commitment if prev == "known" else prev))
    assert store.load(case).last == 2


def test_ledger_time_does_not_fall_within_a_case(home):
    receipt = append(entry(case := new_case(), 1, None, at=at(100)))
    with pytest.raises(store.ClockBackwards, match="校准时钟"):
        append(entry(case, 2, receipt.commitment, at=at(99)))
    append(entry(case, 2, receipt.commitment, at=at(100)))
    append(entry(new_case(), 1, None, at=at(1)))  # another case has its own time
    check_ledger(home)


@pytest.mark.parametrize("facts", [{"fine": 1.5}, {"fine": 2**53}, {"事由": "x"}, {"note": "\ud800"}])
def test_facts_without_a_canonical_form_are_refused_and_nothing_is_written(home, facts):
    with pytest.raises(NotCanonical):
        append(entry(new_case(), 1, None, facts=facts))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM entry")
        assert cursor.fetchone()[0] == 0


def test_without_its_key_a_case_cannot_be_opened_but_the_chain_stands(home):
    add(case := new_case(), 2)
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM data_key WHERE "case" = %s', [case])
    with pytest.raises(store.Shredded):
        store.load(case)
    with pytest.raises(store.Shredded), transaction.atomic():
        store.append(entry(case, 3, "0" * 64), salt=os.urandom(32), nonce=os.urandom(12))


def test_a_key_wrapped_for_another_case_is_refused(home):
    add(one := new_case())
    add(other := new_case())
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key WHERE "case" = %s) WHERE "case" = %s',
            [other, one],
        )
    with pytest.raises(store.KeyFault, match=one):
        store.load(one)


def test_a_key_row_that_was_rolled_back_leaves_no_key_behind(home):
    case = new_case()
    with pytest.raises(RuntimeError), transaction.atomic():
        store.lock([case])
        store.append(entry(case, 1, None), salt=os.urandom(32), nonce=os.urandom(12))
        raise RuntimeError("the door changes its mind")
    add(case, 2)
    assert store.load(case).last == 2
    check_ledger(home)


def test_the_fast_opening_agrees_with_tlog(home):
    receipt = append(made := entry(case := new_case(), 1, None))
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT header, "inner", box, wrapped FROM entry JOIN data_key ON data_key."case" = entry."case"'
        )
        header, inner, box, wrapped = cursor.fetchone()
    parsed, key = tlog.parse_header(bytes(header)), keys.opened(case, wrapped)
    assert tlog.unseal(parsed, bytes(box), key)["facts"] == made.facts
    assert opening.header_of(case, 1, None, inner, parsed.box) == bytes(header)
    assert opening.opened(key, case, 1, None, bytes(header), inner, bytes(box), receipt.commitment) == made


def test_nobody_can_change_loaded_facts(home):
    add(case := new_case())
    with pytest.raises(TypeError):
        store.load(case).entries[0].facts["fine"] = 1
    assert store.load(case).entries[0].facts["fine"] == 6_000_000


def test_an_open_leaf_belongs_to_an_entry_and_names_no_place_itself(home):
    publish(case := new_case(), b"decision")
    with pytest.raises(TypeError), transaction.atomic():
        store.open_leaf(
            add(case),
            {"v": 1, "t": "published", "doc_no": "1号", "sha256": "a" * 64, "sm3": "b" * 64, "sealed": 7},
        )
    with pytest.raises(store.Stale), transaction.atomic():
        store.open_leaf(
            store.Receipt(case, 9, "0" * 64),
            {"v": 1, "t": "published", "doc_no": "1号", "sha256": "a" * 64, "sm3": "b" * 64},
        )
    seal(home)
    check_ledger(home)


def test_a_command_is_remembered_with_its_answer(home):
    receipt = add(case := new_case())
    assert store.command("zhang", "k1") is None
    with transaction.atomic():
        store.remember("zhang", "k1", store.request_digest(b"body"), receipt, at(5))
    known = store.command("zhang", "k1")
    assert known == store.Known(store.request_digest(b"body"), case, 1, at(5), receipt.commitment)
    assert store.command("wang", "k1") is None
    with pytest.raises(store.Stale), transaction.atomic():
        store.remember("zhang", "k1", store.request_digest(b"other"), receipt, at(6))


def test_home_is_that_of_the_settings(home: Home):
    assert keys.key_of(add(new_case()).case)
