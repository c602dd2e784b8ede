"""Signing in: an account leads to a natural person, and the person's posts of the day say what is open."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable
from datetime import date

from django.contrib import auth
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from mingjing.registry import reads
from mingjing.registry.access import ANONYMOUS, Viewer
from mingjing.registry.models import Account, Appointment
from mingjing.registry.words import ADMINISTRATORS

SIGN_IN_REFUSED = "用户名或者口令不正确，或者账号已停用；请核对后再试，仍不能登录的请联系系统管理员。"
"""One sentence for every failure: it must not tell which accounts exist."""

LEAST, LEAST_ADMINISTRATOR, MOST = 12, 15, 128
LONG_USERNAME = 64


class BadPassword(ValueError):
    """A password that may not be set; `sentences` are all the reasons at once."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def sign_in(request: HttpRequest, username: object, password: object) -> Account | None:
    """The account, signed in with a new session key, or None (then show `SIGN_IN_REFUSED`).

    Django's `login` cycles the key, so a session fixed beforehand by another is worth nothing afterwards.
    """
    if not _possible(username, password):
        # The same hashing as for a wrong password, or the answer's time would tell the two apart.
        username, password = "?", "?"
    account = auth.authenticate(request, username=spelled(str(username)), password=str(password))
    if not isinstance(account, Account):
        return None
    auth.login(request, account)
    return account


def sign_out(request: HttpRequest) -> None:
    """Ends the session; its key and data are gone."""
    auth.logout(request)


def spelled(username: str) -> str:
    """The one spelling under which a username is stored: half-width, lower case."""
    return unicodedata.normalize("NFKC", username).strip().lower()


def viewer(request: HttpRequest, today: date, registry: reads.Registry | None = None) -> Viewer:
    """Who looks, with the posts of the day; `ANONYMOUS` when nobody is signed in."""
    account = getattr(request, "user", None)
    if not isinstance(account, Account) or not account.is_active:
        return ANONYMOUS
    return (registry or reads.snapshot(today)).viewer(account.person_id, today)


def must_change_password(request: HttpRequest) -> bool:
    """Whether the account's password was chosen by someone else and not yet changed by its owner."""
    account = getattr(request, "user", None)
    return isinstance(account, Account) and account.must_change_password


def set_password(account: Account, password: str, *, must_change: bool) -> None:
    """Sets it; `must_change` when someone else than its owner chose it. Raises BadPassword."""
    check_password(password, account)
    account.set_password(password)
    account.must_change_password = must_change
    account.save(update_fields=["password", "must_change_password"])


def share_password(usernames: Iterable[str], password: str) -> None:
    """Sets the same for many accounts of a practice home, whose password stands on the screen. Raises BadPassword.

    Hashed once: for each by itself it would take minutes.
    """
    check_password(password)
    found = Account.objects.filter(username__in=[*usernames])
    found.update(password=make_password(password), must_change_password=False)


def one_time_password() -> str:
    """A password for one sign-in, after which its owner must choose another."""
    return f"{secrets.token_urlsafe(12)}-Aa1"


def change_password(request: HttpRequest, old: str, new: str) -> None:
    """The owner changes it: this session lives on, all others of the account end. Raises BadPassword."""
    account = request.user
    if not isinstance(account, Account) or not account.check_password(old[: MOST + 1]):
        raise BadPassword(("原口令不正确，请重新输入。",))
    if old == new:
        raise BadPassword(("新口令不得与原口令相同，请另换一个。",))
    set_password(account, new, must_change=False)
    auth.update_session_auth_hash(request, account)


def check_password(password: str, account: Account | None = None) -> None:
    """Raises BadPassword with every rule that is broken."""
    if sentences := tuple(_broken(password, account)):
        raise BadPassword(sentences)


class PasswordRules:
    """The same rules for `AUTH_PASSWORD_VALIDATORS`."""

    def validate(self, password: str, user: object = None) -> None:
        try:
            check_password(password, user if isinstance(user, Account) else None)
        except BadPassword as error:
            raise ValidationError([ValidationError(one) for one in error.sentences]) from error

    def get_help_text(self) -> str:
        return (
            f"口令至少 {LEAST} 个字符（管理员 {LEAST_ADMINISTRATOR} 个），含大写字母、小写字母、数字、"
            "其他字符中的三类，不得是常见口令，不得含用户名或者姓名。"
        )


def _broken(password: str, account: Account | None) -> Iterable[str]:
    least = LEAST_ADMINISTRATOR if account and _administers(account) else LEAST
    if len(password) < least:
        yield f"口令至少 {least} 个字符，现有 {len(password)} 个，请加长。"
    if len(password) > MOST:
        yield f"口令最多 {MOST} 个字符，请缩短。"
        return  # nothing more is looked for in a megabyte
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs") for one in password):
        yield "口令中有看不见的控制字符，请重新输入。"
    # 等保 8.1.4.1 a) asks for several kinds of characters.
    if _kinds(password) < 3:
        yield "口令应含大写字母、小写字母、数字、其他字符中的三类。"
    if account and _contains(password, account.username, account.person.name):
        yield "口令不得含用户名或者姓名。"
    if _common(password):
        yield "这是常见口令，容易被猜中，请另换一个。"


def _kinds(password: str) -> int:
    tests = (
        str.isupper,
        str.islower,
        str.isdigit,
        lambda one: not (one.isupper() or one.islower() or one.isdigit()),
    )
    return sum(any(test(one) for one in password) for test in tests)


def _contains(password: str, *names: str) -> bool:
    return any(len(name) > 1 and name.lower() in password.lower() for name in names)


def _common(password: str) -> bool:
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return True
    return False


def _administers(account: Account) -> bool:
    roles = [role.value for role in ADMINISTRATORS]
    return Appointment.objects.filter(person_id=account.person_id, role__in=roles).exists()


def _possible(username: object, password: object) -> bool:
    if not isinstance(username, str) or not isinstance(password, str):
        return False
    short = 0 < len(username) <= LONG_USERNAME and 0 < len(password) <= MOST
    # A zero byte or a lone surrogate would reach the database driver as an error instead of an answer.
    return short and username.isprintable()
