"""Template words: `{% load mj %}`. Filters turn values into text; tags draw the small components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from mingjing.web import words

register = template.Library()

register.filter("money", words.money_text)
register.filter("yuan", words.yuan)
register.filter("day", words.day_text)
register.filter("short_day", words.short_day_text)
register.filter("time", words.time_text)
register.filter("minute", words.minute_text)
register.filter("local_time", words.local_time)
register.filter("article", words.article_text)

LIGHTS = {"over": "◆", "soon": "▲", "normal": "●", "done": "■"}
"""Shape beside words beside colour (design §4): ◆ 超期 ▲ 临期 ● 正常 ■ 已办结."""


@register.filter
def iso(value: object) -> str:
    """For `<time datetime>`."""
    found = words.moment(value)
    return found.isoformat() if found else ""


@register.filter
def get(value: object, key: object) -> object:
    """`mapping|get:key`, because a template cannot index by a variable."""
    return value.get(key, "") if isinstance(value, Mapping) else ""


@register.filter
def rows(value: object, blanks: int = 1) -> list[object]:
    """The rows to draw: those filled and some blank ones to fill, since a page without script cannot add any."""
    filled = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []
    return filled + [{} for _ in range(blanks)]


@register.filter
def within(value: object, values: object) -> bool:
    """Whether a choice is among those made."""
    return isinstance(values, Sequence) and not isinstance(values, str) and value in values


@register.simple_tag
def name(text: object) -> SafeString:
    """A name, number, digest or quoted original: never converted to 繁體 nor translated by a browser."""
    return format_html('<bdi translate="no">{}</bdi>', text)


@register.filter
def cite(basis: object) -> SafeString:
    """A cited article, linked to its text where that was imported (`settings.CITATION` says where)."""
    named = getattr(settings, "CITATION", "")
    address = str(import_string(named)(basis)) if named and getattr(basis, "title", "") else ""
    if not address:
        return format_html('<bdi translate="no">{}</bdi>', basis)
    return format_html('<a href="{}"><bdi translate="no">{}</bdi></a>', address, basis)


@register.simple_tag
def tag(label: str, kind: str = "", mark: str = "") -> SafeString:
    """A state in words. `kind`: "" ok warn bad none; `mark` is a shape before the words (✓ ✕)."""
    looks = f"tag tag--{kind}" if kind else "tag"
    shape = format_html('<span aria-hidden="true">{}</span> ', mark) if mark else ""
    return format_html('<span class="{}">{}{}</span>', looks, shape, label)


@register.simple_tag
def light(state: str, label: str) -> SafeString:
    """A deadline's state. `state`: over soon normal done."""
    looks = "light" if state == "normal" else f"light light--{state}"
    return format_html('<span class="{}"><i aria-hidden="true">{}</i>{}</span>', looks, LIGHTS[state], label)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changed: object) -> str:
    """This page's query string with some parts changed; None drops a part."""
    data = context["request"].GET.copy()
    for key, value in changed.items():
        data.pop(key, None) if value is None else data.__setitem__(key, str(value))
    return "?" + data.urlencode()
