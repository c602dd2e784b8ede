"""案卷 by hand: press, see how far it is, download; nothing is pressed twice and nobody has to reload."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from mingjing.casework.access import now
from mingjing.casework.binding import jobs
from mingjing.casework.models import BoundFile, CaseRow
from mingjing.casework.rendering import fonts
from mingjing.recording.home import current
from tests.browser.hand import Desk
from tests.support.home import Home
from tests.support.server import served
from tests.web_matrix.town import PASSWORD, case_at, sqlite_town  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def desk(sqlite_town: Home, browser: Any) -> Iterator[Desk]:  # noqa: F811
    if fonts.fonts() is None:
        pytest.skip(fonts.MISSING)
    with served(sqlite_town) as address:
        found = Desk(browser, address, "zhang", PASSWORD)
        yield found
        found.context.close()


def test_the_whole_file_is_bound_and_downloaded(desk: Desk) -> None:
    row = case_at("decided")
    desk.open(f"/work/cases/{row.id}/")
    desk.page.get_by_role("link", name="案卷：卷内目录和整卷 PDF").click()
    assert "未归档" in desk.words()
    assert "行政处罚决定书" in desk.words()
    desk.page.get_by_role("button", name="装订案卷 PDF").click()
    desk.page.get_by_text("正在等待装订").wait_for()
    BoundFile.objects.filter(case=row).update(state=BoundFile.MAKING, done=5, total=12)
    desk.page.get_by_text("正在装订：第 5 件，共 12 件").wait_for()
    assert jobs.make_all(current(), clock=now) == 1
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("link", name="下载案卷 PDF").click()
    download = waiting.value
    assert "未归档" in download.suggested_filename
    body = download.path().read_bytes()
    reader = PdfReader(io.BytesIO(body))
    bound = BoundFile.objects.get(case=row)
    assert len(reader.pages) > bound.pages > 10
    assert "未归档" in "".join(reader.pages[0].extract_text().split())
    desk.page.reload()
    assert [one[4] for one in bound.index] == desk.page.locator('[data-k="页号"]').all_inner_texts()
    assert bound.index[0][4].startswith("1")
    assert CaseRow.objects.get(pk=row.pk).n == bound.n
    assert not [one for one in desk.said if "status of" not in one]
