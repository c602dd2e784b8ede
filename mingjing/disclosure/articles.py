"""Cited articles for a page: number, gist in our own words, and the official text only where it was imported."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from mingjing.law.bases import GISTS, LAWS
from mingjing.registry.models import NormRow

_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇]{1,9}条(?:之[一二三四五六七八九十]{1,3})?")
_CODES = {law.title: law.code for law in LAWS.values()}


@dataclass(frozen=True, slots=True)
class Cited:
    says: str
    article: str
    gist: str
    quote: str


def cited(groups: Sequence[tuple[str, Sequence[Mapping[str, str]]]]) -> list[Cited]:
    """(says, [{law, article}]) as the page shows them; one query for all gists of the basis library."""
    rows = [
        (says, str(one["law"]).strip("《》"), str(one["article"])) for says, many in groups for one in many
    ]
    known = _registered({law for _, law, _ in rows})
    return [
        Cited(
            says,
            f"《{law}》{article}",
            known.get((law, article)) or own_gist(law, article),
            quote(law, article),
        )
        for says, law, article in rows
    ]


def _registered(laws: set[str]) -> dict[tuple[str, str], str]:
    found = (
        NormRow.objects.filter(law__in=laws)
        .order_by("since", "version")
        .values_list("law", "article", "gist")
    )
    return {(law, article): gist for law, article, gist in found}


def own_gist(law: str, article: str) -> str:
    """条文要义 of the article as a whole; paragraphs and items have none of their own."""
    whole = _ARTICLE.match(article)
    return GISTS.get((_CODES.get(law, ""), whole[0]), "") if whole else ""


def quote(law: str, article: str) -> str:
    """The imported official text, letter by letter, from the function named in `settings.QUOTATION`; else ""."""
    named = getattr(settings, "QUOTATION", "")
    return str(import_string(named)(law, article)) if named else ""
