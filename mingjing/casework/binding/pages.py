"""Stored bytes as pages: PDFs as they are, pictures and texts set on A4; what has no pages is listed by its digest."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Mapping

from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject

from mingjing.casework.rendering import helpers

log = logging.getLogger("mingjing.casework")
MOST_BYTES = 200 << 20
MOST_PAGES = 3_000
"""Of one piece; more is kept outside, by its digest."""
MOST_PIXELS = 120_000_000
LONG_EDGE = 2_200
DPI = 150
A4 = (1240, 1754)
"""At 150 dpi."""
MARGIN = 90
UNREADABLE = "读不出页面，按摘要核对"
TOO_LARGE = "过大，按摘要核对"
NO_PAGES = "电子载体，按摘要核对"


def of(kind: str, size: int, body: Callable[[], bytes]) -> tuple[list[PageObject], str]:
    """The pages of a stored file, or none with the remark for the index. What `body` raises is passed on:

    a stored file that is gone or damaged stops the binding, one that was handed in broken does not.
    """
    make = _MAKERS.get(kind)
    if make is None:
        return [], NO_PAGES
    if size > MOST_BYTES:
        return [], TOO_LARGE
    found = body()
    try:
        pages = make(found)
    except (
        PyPdfError,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        Image.DecompressionBombError,
    ):
        # Whatever was handed in as evidence: one broken file does not keep the rest from being bound.
        log.warning("a file of kind %s could not be read as pages", kind, exc_info=True)
        return [], UNREADABLE
    return (pages, "") if 0 < len(pages) <= MOST_PAGES else ([], TOO_LARGE if pages else UNREADABLE)


def _pdf(body: bytes) -> list[PageObject]:
    reader = PdfReader(io.BytesIO(body))
    if reader.is_encrypted:
        raise ValueError("encrypted")
    if len(reader.pages) > MOST_PAGES:
        return list(reader.pages)
    return [_quiet(page) for page in reader.pages]


def _quiet(page: PageObject) -> PageObject:
    """Without anything that acts when the file is opened; a turned page is turned for good, so stamps stand upright."""
    page.pop(NameObject("/AA"), None)
    for one in page.annotations or ():
        found = one.get_object()
        for key in ("/A", "/AA"):
            found.pop(NameObject(key), None)
    if page.rotation:
        page.transfer_rotation_to_content()
    return page


def _picture(body: bytes) -> list[PageObject]:
    with Image.open(io.BytesIO(body)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        # As the camera meant it to be seen.
        turned = ImageOps.exif_transpose(opened).convert("RGB")
    turned.thumbnail((LONG_EDGE, LONG_EDGE))
    wide = turned.width > turned.height
    sheet = Image.new("RGB", A4[::-1] if wide else A4, "white")
    room = (sheet.width - 2 * MARGIN, sheet.height - 2 * MARGIN - 60)
    shown = ImageOps.contain(turned, room)
    sheet.paste(shown, ((sheet.width - shown.width) // 2, MARGIN + (room[1] - shown.height) // 2))
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=DPI, quality=85)
    return list(PdfReader(out).pages)


def _text(body: bytes) -> list[PageObject]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError("no text")
    return list(PdfReader(io.BytesIO(helpers.text_pages(text))).pages)


_MAKERS: Mapping[str, Callable[[bytes], list[PageObject]]] = {
    "pdf": _pdf,
    "jpg": _picture,
    "png": _picture,
    "txt": _text,
}
