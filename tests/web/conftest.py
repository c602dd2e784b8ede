"""A reader before pages that only tests have; no database is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Client]:
    processors = [
        "django.template.context_processors.request",
        "mingjing.web.context.shell",
    ]
    middleware = [
        "mingjing.web.middleware.NeverBare",
        "mingjing.web.middleware.security_headers",
        "django.middleware.csrf.CsrfViewMiddleware",
        "mingjing.web.middleware.display",
    ]
    templates = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": processors},
        }
    ]
    with override_settings(
        ROOT_URLCONF="tests.web.urlconf",
        KEPT_NAMES="",
        MIDDLEWARE=middleware,
        TEMPLATES=templates,
        MINGJING_HOME=tmp_path,
    ):
        yield Client(raise_request_exception=False)
