"""Run in a copy of the product with one file more: looks for the seventh act wherever the six appear. Prints JSON."""

from __future__ import annotations

import io
import json
import sys
import tempfile
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from tests.support import environment  # noqa: F401 - first of all: it sets Django up

# isort: split
from django.test import Client

from mingjing.casework import service
from mingjing.casework.models import CaseRow, Due, Todo
from mingjing.casework.rendering import fonts, words
from mingjing.cli import main as main_of
from mingjing.law import engine, reference
from mingjing.law.terms import Field, Kind
from mingjing.registry.models import Account
from mingjing.registry.words import ACTS
from tests.support import city
from tests.support.home import copy


def client_of(username: str) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    account = Account.objects.get(username=username)
    client.force_login(account, backend="mingjing.registry.sessions.AccountBackend")
    return client


def sheet_of(paper: str) -> bool:
    """Whether `mingjing papers` knows it, lists it, sets it and finds nothing forgotten; without fonts it cannot be set."""
    said = io.StringIO()
    with redirect_stdout(said):
        found = [main_of(["papers", "list"]), main_of(["papers", "schema", paper, "-o", "/dev/null"])]
        found += [main_of(["papers", "check", paper])] if fonts.fonts() else []
    return found == [0] * len(found) and f"{paper}\t行政征用决定书\tnotice.typ" in said.getvalue()


def main() -> None:
    folder = Path(tempfile.mkdtemp()) / "home"
    with copy("city", "sqlite", folder):
        zhang, citizen = client_of("zhang"), Client(headers={"host": "127.0.0.1"})
        said = {
            "label": ACTS.get("requisition"),
            "chooser": "行政征用 · 应急" in zhang.get("/work/new/").content.decode(),
            "form": "拟征用的财物" in zhang.get(f"/work/new/requisition/?case={uuid4()}").content.decode(),
            "guides": "行政征用" in citizen.get("/guide/").content.decode(),
            "guide": all(
                one in citizen.get("/guide/requisition/").content.decode()
                for one in ("<svg", "3. 返还", "由机关负责人决定", "返还征用的财物", "30 日", "未核实")
            ),
            "api": "/api/cases/{case}/actions/rq_decide" in citizen.get("/api/openapi.json").json()["paths"],
            "reference": "`rq_decide`" in reference.pages().get("requisition@2020-01-01.md", ""),
            "paper": sheet_of("requisition_decision"),
            "served": words.field_text(Field("paper", "文书", Kind.PAPER), "requisition_decision"),
            "rules": "提出征用" in zhang.get("/work/rules/?show=requisition").content.decode(),
        }
        hero = city.player(procedure="requisition")
        played = hero.through("rq_decide", "2025-09-20")
        case = CaseRow.objects.get(procedure__startswith="requisition")
        found, law, context = service.look(case.id, datetime.now(UTC))
        menu = engine.menu(law, found, city.ZHANG, context)
        page = zhang.get(f"/work/cases/{case.id}/").content.decode()
        said |= {
            "refused": [str(one.refused) for one in played if one.refused],
            "menu": [one.action.id for one in menu if one.possible],
            "page": "返还" in page and "行政征用决定书" in page,
            "todo": list(Todo.objects.filter(case=case).values_list("action", flat=True)),
            "due": list(Due.objects.filter(case=case).values_list("term", flat=True)),
            "listed": "行政征用 · 应急" in zhang.get("/work/cases/").content.decode(),
        }
    json.dump(said, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
