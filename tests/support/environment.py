"""Imported before anything of ours: tests see none of the surroundings' settings and no real home or database."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
from django.conf import settings

SETTINGS = ("MINGJING_", "DATABASE_", "DJANGO_SETTINGS_MODULE")

# What the tests themselves read. xdist's workers inherit the environment of the first process, in which
# these names are already taken away, so each is handed on under another one.
for _name in ("MINGJING_TESTDATA", "MINGJING_LONG", "DATABASE_OWNER_URL"):
    if _name in os.environ:
        os.environ[f"MJ_TEST_{_name}"] = os.environ[_name]
TESTDATA = (
    Path(os.environ["MJ_TEST_MINGJING_TESTDATA"]) if "MJ_TEST_MINGJING_TESTDATA" in os.environ else None
)
LONG = os.environ.get("MJ_TEST_MINGJING_LONG") == "1"
OWNER_URL = os.environ.get("MJ_TEST_DATABASE_OWNER_URL")

# One folder per run, made by the first process, which also removes it.
IN_CHARGE = "MJ_TEST_RUN" not in os.environ
if IN_CHARGE:
    os.environ["MJ_TEST_RUN"] = tempfile.mkdtemp(prefix="mingjing-tests-")
    atexit.register(shutil.rmtree, os.environ["MJ_TEST_RUN"], ignore_errors=True)
RUN = Path(os.environ["MJ_TEST_RUN"])


def without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}


def set_up() -> None:
    """Django on an empty home in the run's folder."""
    for name in set(os.environ) - set(without_settings()):
        del os.environ[name]
    os.environ["MINGJING_HOME"] = str(RUN / "nowhere")
    os.environ["DJANGO_SETTINGS_MODULE"] = "mingjing.settings"
    (RUN / "nowhere" / "static").mkdir(parents=True, exist_ok=True)
    # Hashed names need a collected folder; only a served home has one.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]  # or pytest-django would set up the workers before us


set_up()
