"""What every test may use: a fresh home on both databases, the external test data, a browser.

Nothing here touches a real home or database: the environment is set before Django reads it. pytest-django
creates no test database; a test that needs one asks for `fresh_home` (or a fixture made by `fresh()`).
"""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.support import environment  # first of all: it sets Django up

# isort: split
from tests.support import browser as browsers
from tests.support import city as cities
from tests.support import home as homes
from tests.support import postgres

# Speed is measured in bench/, never asserted as time: a loaded machine must not make a property test red.
hypothesis.settings.register_profile(
    "mingjing", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("mingjing")

fresh_home = homes.fresh("empty")
fresh_practice, fresh_city = cities.fresh_practice, cities.fresh_city
sqlite_practice, sqlite_city = cities.sqlite_practice, cities.sqlite_city
postgres_city = cities.postgres_city


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    pytest.fail("这里没有公用的测试数据库：请用 fresh_home，它给每个测试一份自己的。", pytrace=False)


@pytest.fixture(scope="session")
def testdata() -> Path:
    """The folder of external test data (statutes, vectors, real rows); never committed."""
    folder = environment.TESTDATA
    if folder is None or not folder.is_dir():
        pytest.skip("没有外部测试资料：MINGJING_TESTDATA 未设置或不是文件夹")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright. Mark the test `browser`."""
    if browsers.executable() is None:
        pytest.skip("没有 Chromium")
    with browsers.chromium() as started:
        yield started


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """An empty tab in Chinese and in our time zone."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context.new_page()
    context.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked `long` are left out unless MINGJING_LONG=1."""
    if environment.LONG:
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    return unskipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    return unskipped((yield))


def unskipped(report: Any) -> Any:
    """In CI a skipped test is a failed one, with its reason; an expected failure is not a skip."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"CI 中不得跳过测试：{reason}"
    return report


def pytest_unconfigure() -> None:
    if environment.IN_CHARGE and environment.OWNER_URL:
        postgres.drop_databases(environment.OWNER_URL, homes.prefix())
