"""案卷: everything in its order, as one PDF whose pages are numbered and found by the index."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from pypdf import PdfReader, PdfWriter

from mingjing.casework import issue, service
from mingjing.casework.binding import bind, contents, jobs, pages
from mingjing.casework.models import BoundFile, CaseRow, PaperFault, PaperRow
from mingjing.casework.rendering import fonts as fonts_
from mingjing.casework.rendering.helpers import stamps, text_pages
from mingjing.law.papers import PAPERS, order
from mingjing.recording import evidence
from mingjing.recording.home import Home
from mingjing.registry import reads
from mingjing.tlog import canonical
from tests.support import city

DAY = date(2025, 12, 1)


@pytest.fixture(scope="module", autouse=True)
def _fonts():
    if fonts_.fonts() is None:
        pytest.skip(fonts_.MISSING)


def bare(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def picture(kind: str, size: tuple[int, int] = (1600, 900)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (40, 90, 160)).save(out, {"jpg": "JPEG", "png": "PNG"}[kind])
    return out.getvalue()


def pdf_of(number: int, *, rotate: int = 0, size: tuple[float, float] = (595, 842)) -> bytes:
    writer = PdfWriter()
    for _ in range(number):
        writer.add_blank_page(*size).rotate(rotate)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


HANDED_IN = {
    "现场照片.jpg": picture("jpg"),
    "检验标志.png": picture("png", (300, 900)),
    "租赁合同.pdf": pdf_of(3, rotate=90),
    "情况说明.txt": "第一行\n第二行😀\n".encode(),
    "录像.mp4": b"\x00\x00\x00\x18ftypmp42" + b"\0" * 600,
    "坏文件.pdf": b"%PDF-1.7\nnothing here\n%%EOF",
}


def played(*, render=issue.plain, through: str = "po_archive"):
    """A case to its archive, with evidence of every kind handed in at the inspection."""
    hero = city.player(render=render)
    for one in hero.through("po_show_id", "2025-08-06"):
        assert one.refused is None, one.refused
    home, at = Home(Path(settings.MINGJING_HOME)), canonical.utc_ms(hero.clock.now)
    refs = [
        evidence.keep(home, hero.case, [body], filename=name, at=at).ref for name, body in HANDED_IN.items()
    ]
    done = hero.do("po_inspect", "2025-08-06", files=refs)
    assert done.refused is None, done.refused
    for one in hero.through(through, "2025-08-06"):
        assert one.refused is None, (one.action, one.refused)
    return hero


def file_of(case: str) -> bind.File:
    return bind.File(
        Home(Path(settings.MINGJING_HOME)),
        CaseRow.objects.get(id=case),
        service.load(case),
        reads.snapshot(DAY),
    )


def test_the_whole_file_of_a_case(sqlite_city):
    hero = played()
    told: list[tuple[int, int]] = []
    made = bind.bound(file_of(hero.case), DAY, lambda done, of: told.append((done, of)))
    reader = PdfReader(io.BytesIO(made.body))
    texts = [bare(page.extract_text()) for page in reader.pages]
    front = next(at for at, text in enumerate(texts) if text.endswith("1") and "行政处罚决定书" in text[:60])
    body = texts[front : front + made.pages]

    # Cover, index, numbered pages, remarks.
    assert "案卷" in texts[0] and "未归档" not in texts[0]
    assert f"共{len(made.pieces)}件{made.pages}页" in texts[0]
    assert "卷内目录" in texts[1]
    assert "备考表" in texts[-1]
    assert len(texts) == front + made.pages + 1
    assert all(text.endswith(str(at + 1)) or str(at + 1) in text for at, text in enumerate(body))
    # The decision first, with its proof of service; what closes the case last.
    titles = [one.item.title for one in made.pieces]
    assert titles[:2] == ["行政处罚决定书", "送达回证（行政处罚决定书）"]
    assert titles[-1] == "结案审批表"
    groups = [order.LABELS.index(one.item.group) for one in made.pieces]
    assert (
        titles.index("现场检查（勘验）笔录") < titles.index("现场照片.jpg") < titles.index("法制审核意见书")
    )
    assert max(groups) == order.LABELS.index("结案")
    # Ranges follow one another without gap, and lead to the paper they name.
    numbered = [one for one in made.pieces if one.sheets]
    assert [one.first for one in numbered] == [1, *(one.last + 1 for one in numbered[:-1])]
    assert numbered[-1].last == made.pages == len(body)
    for one in numbered:
        if one.item.paper:
            assert bare(one.item.title).split("（")[0] in body[one.first - 1], one.item.title
    index = "".join(texts[1:front])
    for one in made.pieces:
        assert bare(one.item.title) in index
        assert not one.item.number or bare(one.item.number) in index
    # Every paper that was made lies in it.
    rows = set(PaperRow.objects.filter(case=hero.case).values_list("n", "paper"))
    bound = {(one.item.n, one.item.paper) for one in made.pieces if one.item.paper}
    assert bound == {(n, paper) for n, paper in rows if paper not in order.FRONT}
    assert told[-1] == (len(made.pieces), len(made.pieces))


def test_evidence_of_every_kind(sqlite_city):
    hero = played(through="po_inspect")
    made = bind.bound(file_of(hero.case), DAY)
    found = {one.item.title: one for one in made.pieces}
    pages_of = {title: len(found[title].sheets) for title in HANDED_IN}
    assert pages_of == {
        "现场照片.jpg": 1,
        "检验标志.png": 1,
        "租赁合同.pdf": 3,
        "情况说明.txt": 1,
        "录像.mp4": 0,
        "坏文件.pdf": 0,
    }
    assert pages.NO_PAGES in found["录像.mp4"].remark
    assert pages.UNREADABLE in found["坏文件.pdf"].remark
    reader = PdfReader(io.BytesIO(made.body))
    texts = [bare(page.extract_text()) for page in reader.pages]
    # Under way: the cover says so, and no remarks of an archivist are made up.
    assert "未归档" in texts[0]
    assert not any("备考表" in text for text in texts)
    whole = "".join(texts)
    for title in ("录像.mp4", "坏文件.pdf"):
        assert found[title].item.sha256 in whole
    assert f"SHA-256：{found['现场照片.jpg'].item.sha256}" in whole
    assert "第一行第二行□" in whole
    photo = found["现场照片.jpg"]
    front = len(texts) - made.pages
    assert list(reader.pages[front + photo.first - 1].images)
    assert [one.title for one in reader.outline][:2] == ["封面", "卷内目录"]


def test_a_paper_in_its_layout_is_bound_as_it_was_issued(sqlite_city):
    hero = played(render=issue.pdf, through="po_conclude")
    made = bind.bound(file_of(hero.case), DAY)
    for one in made.pieces:
        if one.item.paper:
            with evidence.read(Home(Path(settings.MINGJING_HOME)), hero.case, one.item.sha256) as stored:
                assert len(PdfReader(io.BytesIO(stored.read())).pages) == len(one.sheets)
            assert bind.ELECTRONIC not in one.remark


def test_cover_and_index_as_issued_say_what_lies_in_the_file(sqlite_city):
    hero = played(render=issue.pdf)
    for paper, said in (("file_cover", "件数、页数共"), ("file_index", "行政处罚决定书")):
        row = PaperRow.objects.get(case=hero.case, paper=paper)
        with evidence.read(Home(Path(settings.MINGJING_HOME)), hero.case, row.sha256) as stored:
            text = bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(stored.read())).pages))
        assert said in text
        assert "未归档" not in text


def test_an_internal_paper_is_marked_for_the_second_volume(sqlite_city):
    hero = played()
    marked = {one.item.paper for one in bind.pieces(file_of(hero.case)) if bind.SECOND_VOLUME in one.remark}
    assert marked == {"review_request", "legal_review_opinion"}


def test_the_worker_binds_what_was_asked_for_once_for_each_state(fresh_city):
    hero, now = played(through="po_inspect"), datetime(2025, 12, 1, tzinfo=UTC)
    home, row = Home(Path(settings.MINGJING_HOME)), CaseRow.objects.get(id=hero.case)
    asked = jobs.ask(row, city.ZHANG, now)
    assert jobs.ask(row, city.WANG, now).pk == asked.pk
    assert jobs.make_all(home, clock=lambda: now) == 1
    assert jobs.make_all(home, clock=lambda: now) == 0
    asked.refresh_from_db()
    assert (asked.state, asked.done, asked.archived) == (BoundFile.DONE, asked.total, False)
    with evidence.read(home, hero.case, asked.sha256) as stored:
        assert stored.read(5) == b"%PDF-"
    assert [one[2] for one in asked.index] == [
        one.title for one in contents.items(row, service.load(hero.case), reads.snapshot(DAY))
    ]
    # One that a stopped worker left half made is made again.
    BoundFile.objects.filter(pk=asked.pk).update(state=BoundFile.MAKING)
    assert jobs.make_all(home, clock=lambda: now) == 1


def test_the_index_says_why_a_paper_is_not_there_and_is_made_anew_for_it(sqlite_city):
    hero, now = played(through="po_inspect"), datetime(2025, 12, 1, tzinfo=UTC)
    home, row = Home(Path(settings.MINGJING_HOME)), CaseRow.objects.get(id=hero.case)
    paper = row.papers.get(paper="filing_approval")
    PaperRow.objects.filter(pk=paper.pk).update(issued_n=None)

    def remark() -> str:
        found = contents.items(row, service.load(hero.case), reads.snapshot(DAY))
        return next(one.remark for one in found if one.paper == paper.paper)

    assert remark() == "正在生成"
    PaperFault.objects.create(paper=paper, sentence="版式 filing_approval.typ 排不出（演示）", since=now)
    assert remark() == "没有生成：版式 filing_approval.typ 排不出（演示）"
    asked = jobs.ask(row, city.ZHANG, now)
    assert jobs.make_all(home, clock=lambda: now) == 1
    assert jobs.ask(row, city.ZHANG, now).pk == asked.pk and jobs.make_all(home, clock=lambda: now) == 1


def test_a_stored_file_that_is_gone_stops_the_binding(sqlite_city):
    hero, now = played(through="po_inspect"), datetime(2025, 12, 1, tzinfo=UTC)
    home, row = Home(Path(settings.MINGJING_HOME)), CaseRow.objects.get(id=hero.case)
    for one in (home.evidence / hero.case).iterdir():
        one.unlink()
    asked = jobs.ask(row, city.ZHANG, now)
    assert jobs.make_all(home, clock=lambda: now) == 0
    asked.refresh_from_db()
    assert asked.state == BoundFile.FAILED
    assert "ledger verify --files" in asked.fault


def test_without_fonts_it_says_so_and_is_tried_again_when_asked(sqlite_city, monkeypatch):
    hero, now = played(through="po_inspect"), datetime(2025, 12, 1, tzinfo=UTC)
    home, row = Home(Path(settings.MINGJING_HOME)), CaseRow.objects.get(id=hero.case)
    jobs.ask(row, city.ZHANG, now)
    with monkeypatch.context() as without:
        without.setattr(fonts_, "fonts", lambda: None)
        bind.renderer._compiler.cache_clear()
        assert jobs.make_all(home, clock=lambda: now) == 0
    bind.renderer._compiler.cache_clear()
    failed = jobs.latest(row)
    assert failed is not None
    assert (failed.state, "fonts-noto-cjk" in failed.fault) == (BoundFile.FAILED, True)
    assert jobs.ask(row, city.ZHANG, now).state == BoundFile.WAITING
    assert jobs.make_all(home, clock=lambda: now) == 1


# --- pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(595, 842), (842, 595), (300, 400), (1190, 1684)])
def test_the_number_stands_at_the_lower_right_of_any_sheet(rotate, size):
    found, remark = pages.of("pdf", 1, lambda: pdf_of(1, rotate=rotate, size=size))
    assert remark == ""
    writer = PdfWriter()
    page = writer.add_page(found[0])
    bind._stamp(page, PdfReader(io.BytesIO(stamps([""]))).pages[0])
    placed: list[tuple[float, float]] = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, _f, _s: (
            placed.append((tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5])) if text.strip() == "1" else None
        )
    )
    box = page.mediabox
    assert not page.rotation
    assert placed
    x, y = placed[0]
    assert float(box.right) * 0.8 < x < float(box.right)
    assert 0 < y < 40


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("pdf", b"%PDF-1.4\n"),
        ("jpg", b"\xff\xd8\xff\xe0broken"),
        ("png", picture("png")[:60]),
        ("txt", b"\xff\xfe\x80\x81\xff"),
    ],
)
def test_what_cannot_be_read_is_listed_not_refused(kind, body):
    assert pages.of(kind, len(body), lambda: body) == ([], pages.UNREADABLE)


def test_what_acts_on_opening_is_not_bound():
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    act = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})
    writer.root_object[NameObject("/OpenAction")] = act
    out = io.BytesIO()
    writer.write(out)
    found, _ = pages.of("pdf", 1, out.getvalue)
    again = PdfWriter()
    again.add_page(found[0])
    out = io.BytesIO()
    again.write(out)
    assert b"app.alert" not in out.getvalue()


def test_what_is_too_large_is_not_even_read():
    assert pages.of("pdf", pages.MOST_BYTES + 1, lambda: 1 / 0) == ([], pages.TOO_LARGE)
    assert pages.of("mp4", 1, lambda: 1 / 0) == ([], pages.NO_PAGES)


def test_a_text_is_shown_whole():
    text = "\n".join(f"第{n}行 <b>#panic()</b> $x$" for n in range(300))
    found = PdfReader(io.BytesIO(text_pages(text))).pages
    assert len(found) > 4
    whole = bare("".join(page.extract_text() for page in found))
    assert all(f"第{n}行<b>#panic()</b>$x$" in whole for n in range(300))


# --- the order -------------------------------------------------------------------------------------------------


def test_every_paper_has_its_place_or_is_made_anew():
    placed = set(order.GROUPS)
    apart = {*order.FRONT, order.LAST, "proof_of_service"}
    assert placed | apart == {one.id for one in PAPERS}
    assert not placed & apart
    assert placed >= order.INTERNAL


def test_a_paper_of_another_kind_of_act_stands_with_its_like():
    assert order.LABELS[order.place("unknown", sealed=True)[0]] == "其他对外文书"
    assert order.LABELS[order.place("unknown", sealed=False)[0]] == "审批"
    assert re.fullmatch(r"[a-z_]+", order.LAST)


def test_an_on_the_spot_case_is_bound_too(sqlite_city):
    hero = city.player(procedure="penalty_summary")
    hero.overrides["fine"] = 100_000
    for one in hero.through("ps_archive", "2025-08-06"):
        assert one.refused is None, (one.action, one.refused)
    made = bind.bound(file_of(hero.case), DAY)
    assert made.pieces[0].item.title == "当场行政处罚决定书"
    texts = [bare(page.extract_text()) for page in PdfReader(io.BytesIO(made.body)).pages]
    assert "未归档" not in texts[0]
    assert "备考表" in texts[-1]
