"""Beside the issued form of a paper stand its data and their schema, as stored; what is downloaded fits together."""

from __future__ import annotations

import hashlib
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from pypdf import PdfReader

from mingjing.casework import issue
from mingjing.casework.models import PaperRow
from mingjing.casework.rendering import fonts
from mingjing.casework.rendering import render as renderer
from mingjing.recording import home
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


def test_a_paper_that_waits_for_a_bad_layout_says_so_to_its_people_and_to_the_administrator(
    sqlite_town: Home,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if fonts.fonts() is None:
        pytest.skip(fonts.MISSING)
    row = case_at("decided")
    paper = PaperRow.objects.get(case=row, paper="penalty_decision")
    address = f"/work/cases/{row.id}/papers/{paper.n}/{paper.paper}/"
    PaperRow.objects.filter(pk=paper.pk).update(issued_n=None)  # as it stands until the worker has made it
    assert "文书正在生成" in client_of("zhang").get(address).content.decode()
    assert "文书版式" not in client_of("sysadmin").get("/work/").content.decode()

    monkeypatch.setenv("MINGJING_HOME", str(tmp_path))
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "penalty_decision.typ").write_text("#laed", encoding="utf-8")
    (tmp_path / "templates" / "paymnet_notice.typ").write_text("", encoding="utf-8")
    made = issue.issue_all(home.Home(sqlite_town.path), render=issue.pdf, clock=lambda: datetime.now(UTC))
    assert made == 0

    reason = "本机关的版式 penalty_decision.typ 排不出《行政处罚决定书》（unknown variable: laed，penalty_decision.typ 第 1 行）"
    page = client_of("zhang").get(address).content.decode()
    assert reason in page and "没有生成" in page and "正在生成" not in page
    assert "没有生成" in client_of("zhang").get(f"/work/cases/{row.id}/").content.decode()
    desk = client_of("sysadmin").get("/work/").content.decode()
    assert f"{reason}，所以不予签发" in desk and "现有 1 份文书在等" in desk
    assert "templates/paymnet_notice.typ 不是哪一种文书的版式" in desk
    assert row.party not in desk and row.number not in desk
    for other in ("secadmin", "auditadmin"):
        assert "文书版式" not in client_of(other).get("/work/").content.decode()


def test_a_paper_issued_as_its_data_is_laid_out_when_it_is_opened(sqlite_town: Home) -> None:  # noqa: F811
    if fonts.fonts() is None:
        pytest.skip(fonts.MISSING)
    row = case_at("decided")
    made = PaperRow.objects.get(case=row, paper="penalty_decision")
    stored = Evidence.objects.get(case=row.id, sha256=made.sha256)
    assert stored.kind == "txt"
    address = f"/work/cases/{row.id}/papers/{made.n}/{made.paper}/"
    body, named = _get(f"{address}file/")
    assert body.startswith(b"%PDF-")
    assert unquote(named).endswith(f"{made.number}.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    assert made.number in re.sub(r"\s", "", text)
    assert "下载时按版式排印" in client_of("zhang").get(address).content.decode()


def test_without_fonts_it_is_given_as_it_is_stored(sqlite_town: Home, monkeypatch) -> None:  # type: ignore[no-untyped-def]  # noqa: F811, ANN001
    row = case_at("decided")
    made = PaperRow.objects.get(case=row, paper="penalty_decision")
    monkeypatch.setattr(renderer.fonts_, "fonts", lambda: None)
    renderer._compiler.cache_clear()
    body, named = _get(f"/work/cases/{row.id}/papers/{made.n}/{made.paper}/file/")
    assert hashlib.sha256(body).hexdigest() == made.sha256
    assert unquote(named).endswith(".txt")
