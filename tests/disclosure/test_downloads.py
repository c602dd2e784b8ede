"""Record, issued form, proof, key and log: what a citizen takes home verifies there."""

import json
from urllib.parse import quote

import pytest

from mingjing.disclosure.models import Publication
from mingjing.disclosure.views import downloads
from mingjing.tlog.verify import verify
from mingjing.web.context import HomeState
from tests.disclosure.cases import number, publish

NUMBER = quote(number())


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def get(portal, address: str) -> bytes:
    answer = portal.get(address)
    assert answer.status_code == 200
    return body(answer)


def key(portal) -> str:
    return get(portal, "/key.txt").decode().removesuffix("\n")


@pytest.mark.parametrize(("file", "proof"), [("record.json", "record"), ("paper", "paper")])
def test_document_proof_and_key_verify_offline(portal, file, proof):
    publish()
    document, text = (
        get(portal, f"/decisions/{NUMBER}/{file}"),
        get(portal, f"/proof/{NUMBER}/{proof}.tlog-proof"),
    )
    assert verify(document, text, key(portal)).valid
    assert not verify(document + b" ", text, key(portal)).valid


def test_the_record_is_the_stored_bytes_under_the_decisions_name(portal):
    publish()
    answer = portal.get(f"/decisions/{NUMBER}/record.json")
    assert answer.content == bytes(Publication.objects.get().record)
    assert quote(f"{number()}.json") in answer["Content-Disposition"]
    assert json.loads(answer.content)["number"] == number()


@pytest.mark.parametrize("practice", [True, False])
def test_what_is_taken_from_a_practice_home_says_that_it_is_invented(portal, monkeypatch, practice):
    publish()
    monkeypatch.setattr(downloads, "home_state", lambda: HomeState(practice=practice))
    for address in (
        f"/decisions/{NUMBER}/record.json",
        f"/decisions/{NUMBER}/paper",
        f"/proof/{NUMBER}/record.tlog-proof",
    ):
        answer = portal.get(address)
        assert (quote("演练库数据虚构-") in answer["Content-Disposition"]) is practice
        assert answer.headers.get("X-Mingjing-Practice") == ("invented" if practice else None)


def test_downloads_are_never_shown_in_the_browser(portal):
    publish()
    for address in (
        f"/decisions/{NUMBER}/record.json",
        f"/decisions/{NUMBER}/paper",
        f"/proof/{NUMBER}/record.tlog-proof",
    ):
        answer = portal.get(address)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_code_is_a_picture_of_its_own(portal):
    publish()
    answer = portal.get(f"/decisions/{NUMBER}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<script" not in answer.content


@pytest.mark.parametrize("kind", ["other", "Record", "record2", "..", "%00"])
def test_another_proof_does_not_exist(portal, kind):
    publish()
    assert portal.get(f"/proof/{NUMBER}/{kind}.tlog-proof").status_code == 404


@pytest.mark.parametrize("end", ["record.json", "paper", "qr.svg"])
def test_of_an_unknown_number_nothing_can_be_had(portal, end):
    assert portal.get(f"/decisions/{NUMBER}/{end}").status_code == 404


def test_the_log_is_served_as_it_lies(portal):
    publish()
    head = portal.get("/tlog/checkpoint")
    assert head["Cache-Control"] == "no-store"
    size = int(body(head).split(b"\n")[1])
    tile = portal.get(f"/tlog/tile/0/000.p/{size}")
    assert tile.status_code == 200
    assert "immutable" in tile["Cache-Control"]
    assert len(body(tile)) == 32 * size
    assert portal.get(f"/tlog/tile/entries/000.p/{size}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/999",
        "tile/0/../../keys/signing.key",
        "..%2f..%2fkeys/master.key",
        "%2e%2e/home.json",
        "tile/0/000.p/0",
        "tile/0/x000/000",
        "tile/99/000",
        "/etc/passwd",
        "tile/0/000%00",
        "tile/0/000.p/1/../../../../keys/vkey",
        "tile",
        "tile/0",
        "checkpoint/",
    ],
)
def test_no_path_leads_out_of_the_log(portal, path):
    assert portal.get(f"/tlog/{path}").status_code == 404


def test_before_the_first_key_there_is_none(portal, tmp_path, settings):
    settings.MINGJING_HOME = tmp_path / "nowhere"
    assert portal.get("/key.txt").status_code == 404
    assert portal.get("/tlog/checkpoint").status_code == 404
