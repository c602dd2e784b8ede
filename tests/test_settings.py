"""Settings come from the environment; each bad value is refused with a sentence that names its variable."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mingjing.database import PREPARED, database
from mingjing.settings import KNOWN, generate
from tests.support.environment import without_settings

SECRET = "x" * 32
SHOW = "from mingjing import settings; print(getattr(settings, '{}'))"


def setting(name: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Read one setting in a process of its own, on this home."""
    environment = {"MINGJING_HOME": str(home), **environment}
    return subprocess.run(
        [sys.executable, "-c", SHOW.format(name)],
        env=without_settings() | environment,
        capture_output=True,
        text=True,
    )


def refusal(home: Path, **environment: str) -> str:
    done = setting("DEBUG", home, **environment)
    assert done.returncode != 0
    return done.stderr.strip().splitlines()[-1].partition(": ")[2]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MINGJING_DEBUG", "True"),
        ("MINGJING_DEBUG", "1"),
        ("MINGJING_DEBUG", ""),
        ("MINGJING_HTTPS", "yes"),
        ("MINGJING_PUBLIC_ADDRESS", "https://example.cn/"),
        ("MINGJING_PUBLIC_ADDRESS", "example.cn"),
        ("MINGJING_SITE_NAME", " "),
        ("MINGJING_HELP_LINE", "12345\n电话"),
        ("MINGJING_HOSTS", "*"),
        ("MINGJING_HOSTS", "http://example.cn"),
        ("MINGJING_HOSTS", "example.cn:8000"),
        ("MINGJING_HOSTS", ""),
        ("MINGJING_SECRET_KEY", "short"),
        ("MINGJING_SECRET_KEY", ""),
        ("MINGJING_SECRET_KEY_FILE", "/nowhere/secret"),
        ("MINGJING_DATABASE_ROLE", "root"),
        ("MINGJING_HOEM", "typo"),
        ("DATABASE_URL", "mysql://u@h/db"),
        ("DATABASE_URL", "sqlite://:memory:"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://h/"),
        ("DATABASE_URL", "postgresql://u@h:port/db"),
        ("DATABASE_URL", "postgresql://u@h/db?options=-cfsync=off"),
        ("DATABASE_OWNER_URL", "postgresql://u@h/db"),
    ],
)
def test_a_bad_value_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    sentence = refusal(tmp_path, **{name: value})
    assert sentence.startswith(f"环境变量 {name} ")
    assert sentence.endswith("请改正后重新启动。")


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file").startswith("环境变量 MINGJING_HOME ")


def test_two_secrets_at_once_are_refused(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, MINGJING_SECRET_KEY=SECRET, MINGJING_SECRET_KEY_FILE="file")
    assert sentence.startswith("环境变量 MINGJING_SECRET_KEY ")


def test_a_refusal_does_not_repeat_a_password(tmp_path: Path) -> None:
    assert "geheim" not in refusal(tmp_path, DATABASE_URL="postgresql://u:geheim@h:port/db")


def test_the_secret_is_made_once_and_is_private(tmp_path: Path) -> None:
    first, second = setting("SECRET_KEY", tmp_path), setting("SECRET_KEY", tmp_path)
    assert first.stdout == second.stdout and len(first.stdout.strip()) >= 32
    assert stat.S_IMODE((tmp_path / "keys" / "secret").stat().st_mode) == 0o600
    assert os.listdir(tmp_path / "keys") == ["secret"]


def test_of_two_first_starts_at_once_both_use_the_same_secret(tmp_path: Path) -> None:
    secret = tmp_path / "keys" / "secret"
    generate(secret)
    kept = secret.read_text()
    generate(secret)
    assert secret.read_text() == kept


def test_a_given_secret_leaves_the_home_alone(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET + "\n")
    given = setting("SECRET_KEY", tmp_path / "home", MINGJING_SECRET_KEY_FILE=str(tmp_path / "secret"))
    assert given.stdout.strip() == SECRET
    assert not (tmp_path / "home").exists()


def test_only_known_names_are_read_from_the_environment() -> None:
    source = Path(sys.modules["mingjing.settings"].__file__ or "").read_text()
    assert all(f'"{name}"' in source.partition("\n}\n")[2] for name in KNOWN if "只供测试" not in KNOWN[name])


def test_sqlite_waits_for_a_writer_and_survives_a_power_cut(tmp_path: Path) -> None:
    config = database(f"sqlite:///{tmp_path}/db.sqlite3")
    assert config["NAME"] == f"{tmp_path}/db.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "PRAGMA synchronous=FULL" in config["OPTIONS"]["init_command"]


def test_a_process_assumes_its_role_unless_it_signs_in_as_it() -> None:
    def assumed(user: str, role: str) -> str | None:
        return database(f"postgresql://{user}@h/db", role=role)["OPTIONS"].get("assume_role")

    assert assumed("mingjing_owner", "app") == "mingjing_app"
    assert assumed("mingjing_app", "app") is None
    assert assumed("mingjing_owner", "sealer") == "mingjing_sealer"
    assert assumed("mingjing_owner", "owner") is None


def test_an_address_may_hold_escaped_signs_and_a_socket() -> None:
    config = database("postgresql://u:p%40ss@/db?host=/run/pg&sslmode=require")
    assert (config["PASSWORD"], config["HOST"]) == ("p@ss", "/run/pg")
    assert config["OPTIONS"] == PREPARED | {"sslmode": "require", "assume_role": "mingjing_app"}


def test_owner_and_sealer_sign_in_by_the_owner_address(tmp_path: Path) -> None:
    urls = {"DATABASE_URL": "postgresql://a@h/db", "DATABASE_OWNER_URL": "postgresql://o@h/db"}

    def user(role: str) -> str:
        environment = {"MINGJING_SECRET_KEY": SECRET, "MINGJING_DATABASE_ROLE": role, **urls}
        done = setting("DATABASES", tmp_path, **environment)
        return done.stdout.partition("'USER': '")[2][0]

    assert [user(role) for role in ("app", "owner", "sealer")] == ["a", "o", "o"]
