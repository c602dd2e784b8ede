"""What a form draws, `posted` reads back: for every kind, filled, blank and wrong."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from lxml import html

from mingjing.law.terms import Kind
from mingjing.web.forms import posted
from tests.web.urlconf import HOSTILE, VALUES, choices_of, field_of


def drawn(kind: Kind, value: object = None, **more: object) -> html.HtmlElement:
    context = {"field": field_of(kind), "value": value, "choices": choices_of(kind), **more}
    return html.fromstring(f"<form>{render_to_string('components/field.html', context)}</form>")


def sent(form: html.HtmlElement) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in form.form_values():
        data.appendlist(name, value.removeprefix("\n") if value else "")
    return data


def back(kind: Kind, value: object) -> object:
    return posted(kind.value, sent(drawn(kind, value)), kind.value, [code for code, _ in choices_of(kind)])


@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.FIGURES], ids=lambda one: one.value)
def test_a_value_survives_the_form(kind):
    assert back(kind, VALUES[kind]) == VALUES[kind]


def test_figures_are_shown_and_never_read_back():
    form = drawn(Kind.FIGURES, VALUES[Kind.FIGURES])
    assert "罚款" in form.text_content() and not form.xpath(".//input")
    assert back(Kind.FIGURES, VALUES[Kind.FIGURES]) is None


@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.FINDINGS], ids=lambda one: one.value)
def test_a_blank_form_states_nothing(kind):
    assert back(kind, None) is None


def test_a_checklist_comes_back_whole_even_when_blank():
    nothing = {"result": "", "note": "", "pages": ""}
    assert back(Kind.FINDINGS, None) == {"a": nothing, "b": nothing}


@pytest.mark.parametrize("kind", list(Kind), ids=lambda one: one.value)
def test_every_control_has_a_name_a_label_and_a_target_for_the_summary(kind):
    form = drawn(kind, VALUES[kind], errors=["没有填写。"])
    text = html.tostring(form, encoding="unicode")
    assert f'id="f-{kind.value}"' in text
    for control in form.xpath(".//input[not(@type='hidden')] | .//select | .//textarea"):
        labelled = control.get("aria-label") or control.xpath("ancestor::label")
        assert control.get("name")
        assert labelled or form.xpath(f".//label[@for='{control.get('id')}']"), html.tostring(control)


@pytest.mark.parametrize("kind", list(Kind), ids=lambda one: one.value)
def test_hostile_text_stays_text(kind):
    hostile = {
        Kind.PARTY: {"kind": "org", "name": HOSTILE},
        Kind.ARTICLE: [{"law": HOSTILE, "article": HOSTILE}],
        Kind.QUESTION_ANSWER: [{"q": HOSTILE, "a": HOSTILE}],
        Kind.GOODS: [{"name": HOSTILE}],
        Kind.EXHIBITS: [{"title": HOSTILE}],
        Kind.ATTACHMENT: [{"title": HOSTILE}],
        Kind.CHOICES: [HOSTILE],
        Kind.PERSONS: [HOSTILE],
        Kind.FINDINGS: {"a": {"result": "issue", "note": HOSTILE}},
    }.get(kind, HOSTILE)
    assert not drawn(kind, hostile, errors=[HOSTILE]).xpath(".//script")


@pytest.mark.parametrize("kind", list(Kind), ids=lambda one: one.value)
@pytest.mark.parametrize(
    "value", [None, "", "字", 5, True, [], {}, ["x"], [None], {"a": "x"}, [["x"]]], ids=repr
)
def test_no_value_breaks_a_form(kind, value):
    assert drawn(kind, value) is not None


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.MONEY, "30000", 3000000),
        (Kind.MONEY, "30,000.5", 3000050),
        (Kind.MONEY, "三万", "三万"),
        (Kind.MONEY, "-1", "-1"),
        (Kind.MONEY, "1e9", "1e9"),
        (Kind.MONEY, "１２", "１２"),
        (Kind.MONEY, "0.001", "0.001"),
        (Kind.MONEY, " ", None),
        (Kind.NUMBER, "12", 12),
        (Kind.NUMBER, "１２", "１２"),
        (Kind.NUMBER, "9" * 40, "9" * 40),
        (Kind.TIME, "2026-11-20T09:30", "2026-11-20T01:30:00.000Z"),
        (Kind.TIME, "昨天", "昨天"),
        (Kind.TIME, "0001-01-01T00:00", "0001-01-01T00:00"),
        (Kind.LONG_TEXT, "一\r\n二 ", "一\n二"),
        (Kind.YES_NO, "maybe", None),
        (Kind.TEXT, "\x00", "\x00"),
    ],
)
def test_what_was_typed_is_read_or_kept_as_typed(kind, typed, value):
    data = QueryDict(mutable=True)
    data["x"] = typed
    assert posted(kind.value, data, "x") == value


def test_rows_end_where_the_form_ended():
    data = QueryDict(
        "x.0.law=甲&x.0.article=一&x.1.law=&x.1.article=&x.2.law=乙&x.2.article=二&x.9.law=远&x.9.article=远"
    )
    assert posted("article", data, "x") == [{"law": "甲", "article": "一"}, {"law": "乙", "article": "二"}]


def test_a_column_that_came_later_is_left_out_where_blank():
    """So a list that was approved before the column came reads the same when it is posted again."""
    row = "x.0.name=叉车&x.0.spec=&x.0.count=1&x.0.unit=台&x.0.value="
    (before,) = posted("goods", QueryDict(row + "&x.0.state="), "x")
    assert before == {"name": "叉车", "spec": "", "count": "1", "unit": "台", "value": ""}
    (after,) = posted("goods", QueryDict(row + "&x.0.state=完好"), "x")
    assert after == {**before, "state": "完好"}
