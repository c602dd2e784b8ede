"""The platform as it is served: a process of its own, seen by a real Chromium."""

from typing import Any

import pytest

from tests.support.home import SQLITE, Home
from tests.support.server import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("fresh_home", [SQLITE], indirect=True)
def test_a_served_home_answers_and_tells_the_browser_to_trust_nobody_else(
    fresh_home: Home, page: Any
) -> None:
    with served(fresh_home) as address:
        answer = page.goto(f"{address}/no-such-page")
    assert answer.status == 404
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
