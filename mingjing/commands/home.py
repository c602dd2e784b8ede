"""`mingjing init`, `user` and `check`: a home is made once, never half."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings

from mingjing.cli import parser


def now() -> datetime:
    return datetime.now(UTC)


def set_up() -> None:
    """Django with the settings of the environment."""
    django.setup()


def make(*, practice: bool, clock: Callable[[], datetime] = now) -> bool:
    """Migrate the database and make the home when there is none. Whether it was made now. `clock`: of a played home."""
    from django.core.management import call_command
    from django.db import connection

    from mingjing.casework.rebuild import note_changes
    from mingjing.casework.thresholds import enter_loaded_set
    from mingjing.recording import home, roles

    path = Path(settings.MINGJING_HOME)
    path.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "postgresql":
        roles.grant(connection)
    fresh = not (path / home.MARK).exists()
    if fresh:
        home.create_home(path, practice)
    home.check(home.current())
    enter_loaded_set(clock)
    note_changes()
    return fresh


def init(arguments: list[str], words: str) -> int:
    parse = parser("init", words)
    parse.add_argument("--practice", action="store_true", help="建成演练库：数据均为虚构，可以用演练的时间")
    given = parse.parse_args(arguments)
    os.environ.setdefault("MINGJING_DATABASE_ROLE", "owner")
    set_up()
    fresh = make(practice=given.practice)
    print(f"{'已建立' if fresh else '已经存在'}：{settings.MINGJING_HOME}")
    return 0


def user(arguments: list[str], words: str) -> int:
    """Make an account for a registered person, or set its password anew; it must be changed at first sign-in."""
    parse = parser("user", words)
    parse.add_argument("username")
    parse.add_argument("--person", default="", help="人员编号，如 p-zhang；新建时必填")
    given = parse.parse_args(arguments)
    set_up()
    from mingjing.casework import service
    from mingjing.registry import auth
    from mingjing.registry.models import Account

    name = auth.spelled(given.username)
    if not Account.objects.filter(username=name).exists():
        service.register("account", {"username": name, "person": given.person}, actor="system", clock=now)
    password = getpass.getpass("口令（留空则生成一个）：") if sys.stdin.isatty() else ""
    chosen = password or auth.one_time_password()
    auth.set_password(Account.objects.get(username=name), chosen, must_change=True)
    print(f"账号 {name} 已可使用，首次登录须修改口令。" + ("" if password else f"口令：{chosen}"))
    return 0


def check(arguments: list[str], words: str) -> int:
    parser("check", words).parse_args(arguments)
    set_up()
    from django.core import checks

    from mingjing.recording import home

    home.check(home.current())
    findings = checks.run_checks(include_deployment_checks=False, databases=["default"])
    for one in findings:
        print(one)
    print("检查完毕，没有发现问题。" if not findings else f"检查完毕，有 {len(findings)} 处需要处理。")
    return 1 if findings else 0
