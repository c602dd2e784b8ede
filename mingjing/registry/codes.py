"""Identity codes and their check digits: 统一社会信用代码 (GB 32100) and 公民身份号码 (GB 11643)."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256

from stdnum.cn import ric as stdnum_ric
from stdnum.exceptions import ValidationError

from mingjing.law.codes import ric_check, uscc_check
from mingjing.registry.text import BadText, clean

# The first two places may be letters (A, N, Y: N is a rural collective), which stdnum's own `validate` refuses.
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_RIC = re.compile(r"[0-9]{17}[0-9X]")
LIMIT_FOREIGN = 40


class BadCode(ValueError):
    """A code that cannot be right; `sentence` never repeats it, because a RIC must not reach a log."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Code:
    """`foreign` codes have no check digit and stay marked wherever they are shown."""

    text: str
    foreign: bool = False


def uscc(text: str, *, foreign: bool = False) -> Code:
    """The code in capitals, without spaces. Raises BadCode; with `foreign` any short text is taken, and marked."""
    if foreign:
        return Code(_foreign(text), foreign=True)
    code = re.sub(r"[ \-]", "", text).upper() if isinstance(text, str) and len(text) <= LIMIT_FOREIGN else ""
    if not _USCC.fullmatch(code):
        raise BadCode("统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z），请对照营业执照核对。")
    if uscc_check(code) != code[-1]:
        raise BadCode("统一社会信用代码的校验码不符，至少有一位写错，请对照营业执照核对。")
    return Code(code)


def ric(text: str) -> str:
    """The national id number in capitals. Raises BadCode. The place part is not judged: places are renamed."""
    number = text.strip().upper() if isinstance(text, str) and len(text) <= LIMIT_FOREIGN else ""
    if not _RIC.fullmatch(number):
        raise BadCode("公民身份号码应为 18 位，最后一位是数字或者 X，请对照身份证核对。")
    if ric_check(number) != number[-1]:
        raise BadCode("公民身份号码的校验码不符，至少有一位写错，请对照身份证核对。")
    try:
        stdnum_ric.get_birth_date(number)
    except ValidationError as error:
        raise BadCode("公民身份号码中的出生日期不存在，请对照身份证核对。") from error
    return number


def id_mark(number: str, key: bytes) -> str:
    """What stands for a natural person's id number: comparable, and nothing without the key. Raises BadCode."""
    if len(key) < 16:
        raise ValueError("the key for id marks must have at least 16 bytes")
    return hmac.new(key, b"mingjing/person/v1\0" + ric(number).encode(), sha256).hexdigest()


def has_ric(text: str) -> bool:
    """Whether an id number stands in a text, where none may stand."""
    return any(_is_ric(found) for found in re.findall(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])", text))


def _is_ric(number: str) -> bool:
    try:
        return bool(ric(number))
    except BadCode:
        return False


def _foreign(text: str) -> str:
    try:
        code = clean(text, limit=LIMIT_FOREIGN)
    except BadText as error:
        raise BadCode(error.sentence) from error
    if not code:
        raise BadCode("境外代码不得为空，请填写当地登记机关给出的代码。")
    return code
