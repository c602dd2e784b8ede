"""Beside the issued form of a paper stand its data and their schema, as stored; what is downloaded fits together."""

from __future__ import annotations

import hashlib
import json

import jsonschema

from mingjing.casework.models import PaperRow
from mingjing.recording.models import Evidence
from tests.support.home import Home
from tests.web_matrix.test_counts import client_of
from tests.web_matrix.town import case_at, sqlite_town  # noqa: F401 - a fixture


def _get(path: str) -> tuple[bytes, str]:
    answer = client_of("zhang").get(path)
    assert answer.status_code == 200, path
    return b"".join(answer.streaming_content), answer.headers["Content-Disposition"]


def test_the_data_downloaded_are_valid_by_the_schema_downloaded(sqlite_town: Home) -> None:  # noqa: F811
    row = case_at("decided")
    papers = PaperRow.objects.filter(case=row).exclude(issued_n=None)
    assert papers.count() > 8
    for one in papers:
        address = f"/work/cases/{row.id}/papers/{one.n}/{one.paper}/"
        page = client_of("zhang").get(address).content.decode()
        assert f'href="{address}data/"' in page
        assert f'href="{address}schema/"' in page
        (data, named), (schema, _) = _get(f"{address}data/"), _get(f"{address}schema/")
        assert ".json" in named
        jsonschema.validate(json.loads(data), json.loads(schema), cls=jsonschema.Draft202012Validator)
        assert json.loads(data)["number"] == one.number
        kept = set(Evidence.objects.filter(case=row.id).values_list("sha256", flat=True))
        assert {hashlib.sha256(data).hexdigest(), hashlib.sha256(schema).hexdigest()} <= kept
