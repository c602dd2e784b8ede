"""What must not go out in a public sentence. Written apart from the masking: it reads the finished text.

Every search is bounded: paragraphs are short, look-arounds are slices, no pattern repeats inside a repetition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from mingjing.disclosure.names import COMPOUND, folded

LIMIT = 2_000
"""Characters of one paragraph; a longer one cannot be read by whoever must answer for it."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One reason why a text may not be published: where it stands, what it is, how to cure it."""

    place: str
    kind: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Known:
    """What the case knows: names and addresses of natural persons that must not appear, and phrases (registered names,
    premises) that may.
    """

    persons: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


CURES = {
    "hidden": ("不可见字符或者改变文字方向的字符", "请删去后重新输入这一段"),
    "long": (f"超过 {LIMIT} 字的一段", "请分成几段"),
    "number": ("证件号码或者账号", "请整项删去"),
    "contact": ("电话、微信号等联系方式", "请整项删去"),
    "mail": ("电子邮箱", "请整项删去"),
    "address": ("自然人的住址", "请只写到县（市、区）"),
    "birth": ("出生日期", "请删去"),
    "plate": ("车牌号", "请删去号码，只写车型"),
    "name": ("没有隐名的自然人姓名", "请写成姓加“某”，例如“张某”"),
}


def leaks(sentences: Iterable[tuple[str, str]], known: Known) -> list[Leak]:
    """Every reason against publishing (label, text) pairs; empty when they may go out."""
    return [_leak(label, kind) for label, text in sentences for kind in found(text, known)]


def _leak(label: str, kind: str) -> Leak:
    what, cure = CURES[kind]
    return Leak(label, kind, f"“{label}”中有{what}，不得公开；{cure}。")


def found(text: str, known: Known) -> list[str]:
    """The kinds of leak in one text, each once. A paragraph over the limit is not read at all."""
    if any(len(paragraph) > LIMIT for paragraph in text.split("\n")):
        return ["long"]
    kinds = ["hidden"] if _HIDDEN.search(text) else []
    plain = _without(normalize("NFKC", _INVISIBLE.sub("", text)), known.allowed)
    kinds += [kind for kind, check in CHECKS if check(plain)]
    if "address" not in kinds and _lives_at(plain, known.addresses):
        kinds.append("address")
    return kinds + (["name"] if _names(plain, known.persons) or _ROLE_NAME.search(plain) else [])


_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff]"
)
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|" + _INVISIBLE.pattern)


def _without(text: str, allowed: Sequence[str]) -> str:
    """Registered names and premises are public; what is left must be clean without them."""
    for phrase in sorted(filter(None, allowed), key=len, reverse=True):
        text = text.replace(normalize("NFKC", phrase), "◇")
    return text


# --- numbers: runs of digits, however they are spaced -----------------------------------------------------------

_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_RUN = re.compile(r"[0-9](?:[ \t\r\n_.·‑–—-]{0,3}[0-9])*[xX]?")
_DATES = re.compile(
    r"(?:(?:19|20)[0-9]{2}[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12][0-9]|3[01])[ ~–—-]{0,3}){1,2}"
)
_CREDIT_CODE = re.compile(
    r"(?:信用代码|组织机构代码|注册号|许可证编号|发票号码?|票据号码?|文号|编号)[^0-9]{0,12}$"
)
_AMOUNT = re.compile(r"(?:元(?!旦)|万|亿|千克|公斤|吨|件|台|箱|瓶|个|只|平方米|立方米)")
_MOBILE = re.compile(r"(?:86)?1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[1-9][0-9]{8,10}")
_ACCOUNT = re.compile(r"(?:账号|帐号|卡号|账户|帐户)[^0-9]{0,12}$")
_ID = re.compile(r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9xX]")
_CHINESE_RUN = re.compile(r"[〇零一二三四五六七八九][〇零一二三四五六七八九 \t-]{9,}")
_PASSPORT = re.compile(r"(?:护照|通行证|军官证|居留证)[^A-Za-z0-9]{0,8}[A-Za-z]{0,2}[0-9]{6,}")


@dataclass(frozen=True, slots=True)
class _Run:
    digits: str
    before: str
    after: str
    solid: bool
    dates: bool

    @property
    def stated(self) -> bool:
        """An amount or a public number: written without gaps, and its neighbours say what it is."""
        return (
            self.dates or self.solid and bool(_AMOUNT.match(self.after) or _CREDIT_CODE.search(self.before))
        )


def _runs(text: str) -> Iterator[_Run]:
    for source in (text, _spoken(text)):
        for match in _RUN.finditer(source):
            whole = match[0]
            digits = re.sub(r"[^0-9xX]", "", whole)
            if len(digits) >= 7:
                start, end = match.span()
                yield _Run(
                    digits,
                    source[max(0, start - 24) : start],
                    source[end : end + 4],
                    whole.isalnum(),
                    _dates(whole),
                )


def _dates(whole: str) -> bool:
    """2026-07-31 - 2026-08-15 is a period, not a number of sixteen digits."""
    return bool(_DATES.fullmatch(whole))


def _spoken(text: str) -> str:
    """Long runs of Chinese numerals as figures: 一三八〇〇一三八〇〇〇 is a telephone number too."""
    return _CHINESE_RUN.sub(lambda match: match[0].translate(_CHINESE), text)


def _number(text: str) -> bool:
    return bool(_PASSPORT.search(text)) or any(_is_number(run) for run in _runs(text))


def _is_number(run: _Run) -> bool:
    if _ACCOUNT.search(run.before):
        return True
    if run.stated:
        return False
    return bool(_ID.search(run.digits)) or len(run.digits.rstrip("xX")) >= 15


_NICKNAME = re.compile(r"(?:微信|抖音|快手|支付宝|QQ|qq)[号码：:为是\s]{0,6}[A-Za-z0-9_@-]{5,}")


def _contact(text: str) -> bool:
    return bool(_NICKNAME.search(text)) or any(_is_phone(run) for run in _runs(text))


def _is_phone(run: _Run) -> bool:
    if run.stated:
        return False
    digits = run.digits.rstrip("xX")
    return bool(_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits))


_HOST = re.compile(r"[A-Za-z0-9-]{1,63}\.[A-Za-z0-9]")


def _mail(text: str) -> bool:
    """Around each @ only a few characters are looked at, so a text full of them costs no more."""
    places = (place for place, one in enumerate(text) if one == "@")
    return any(
        place and text[place - 1].isalnum() and _HOST.match(text, place + 1, place + 70) for place in places
    )


# --- addresses, births, plates ------------------------------------------------------------------------------------

_LIVES = re.compile(r"家住|现住|居住|住址|户籍|住所地?|住(?=[^所宿建房院])")
_DWELLING = re.compile(
    r"[0-9一二三四五六七八九十]{1,6}\s{0,2}(?:号|室|栋|幢|楼|单元|组|弄)|[村屯寨]|(?<![枣家儿])庄"
)
# 枣庄、石家庄、台儿庄 are places that may be named
_FLAT = re.compile(
    r"[0-9]{1,4}(?:号楼|栋|幢)[^，。；\n]{0,8}[0-9]{1,4}(?:单元|室)|[0-9]{1,3}单元[0-9]{1,5}室?"
)


def _address(text: str) -> bool:
    near = (text[match.end() : match.end() + 40] for match in _LIVES.finditer(text))
    return any(_DWELLING.search(one.split("。")[0]) for one in near) or bool(_FLAT.search(text))


NEAR = 5
"""Characters: so much of an address, finer than its county, tells where somebody lives."""
_COUNTY = re.compile(
    r"(?:[^省市区县旗镇乡村路街号]{1,8}(?:省|自治区))?(?:[^省市区县旗镇乡村路街号]{1,8}市)?(?:[^省市区县旗镇乡村路街号]{1,8}(?:(?<![小社园])区|县|市|旗))?"
)
_COMMON = re.compile(
    r"街道办事处|村民委员会|居民委员会|(?:经济|高新)?技术(?:产业)?开发区|经济开发区|工业园区?|[，,；;()（）]"
)


@lru_cache(maxsize=256)
def _places(address: str) -> frozenset[str]:
    """The pieces of an address that must not be read: whatever is finer than the county, in runs of `NEAR` characters."""
    plain = folded(address)
    county = _COUNTY.match(plain)
    pieces = _COMMON.split(plain[county.end() if county else 0 :])
    runs = (piece[at : at + NEAR] for piece in pieces for at in range(max(len(piece) - NEAR, 0) + 1))
    return frozenset(one for one in runs if len(one) >= NEAR - 1)


def _lives_at(text: str, addresses: Sequence[str]) -> bool:
    plain = folded(text)
    return any(place in plain for address in addresses for place in _places(address))


_BIRTH = re.compile(
    r"(?:19|20)[0-9]{2}[年.-]\s{0,2}[0-9]{1,2}[月.-]\s{0,2}[0-9]{1,2}日?\s{0,2}(?:出生|生于|生，|生。)|(?:生于|出生于|出生日期)[^0-9]{0,4}(?:19|20)[0-9]{2}"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z0-9]{5,6}(?![A-Z0-9])"
)

CHECKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("number", _number),
    ("contact", _contact),
    ("mail", _mail),
    ("address", _address),
    ("birth", lambda text: bool(_BIRTH.search(text))),
    ("plate", lambda text: bool(_PLATE.search(text))),
)

# --- names ---------------------------------------------------------------------------------------------------------

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦"
    "贾夏付傅方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
_ROLE_NAME = re.compile(
    r"(?:当事人|法定代表人|负责人|经营者|举报人|投诉人|证人|受害人|被询问人|委托代理人|姓名)\s{0,2}[:：]\s{0,2}"
    rf"[{_SURNAMES}](?!某)[\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff])"
)
"""A role, a colon and a name: the form in which a person nobody entered as one gets into a sentence."""


_SIGNED = re.compile(
    r"(?:[已未]|拒绝|均|代)*(?:签[名字收章]|盖章|按.{0,2}印|见证(?!人)|在场|代收|转交|收到)+.*$"
)
_AS = re.compile(r"^.*(?:人员|人|员|主任|书记|经理|户主|父亲?|母亲?|妻子?|丈夫|儿子|女儿|邻居|家属|同事|由)")
PHRASE = 60
"""Characters between two stops; nobody signs with more."""
_PARTS = re.compile(r"[、，,；;：:/。\s()（）]+")
_NAME = re.compile(rf"(?:[{_SURNAMES}]|{'|'.join(sorted(COMPOUND))})[\u4e00-\u9fff]{{1,2}}")


def signed(text: str) -> list[str]:
    """The people named where a paper is signed or handed over: 孙大海，法定代表人，已签收 · 见证人李小红已签名."""
    parts = (part for part in _PARTS.split(normalize("NFKC", text)) if len(part) <= PHRASE)
    bare = (_SIGNED.sub("", part) for part in parts)
    found = (one for part in bare for one in dict.fromkeys((part, _AS.sub("", part))))
    return [one for one in found if _NAME.fullmatch(one) and "某" not in one]


def _names(text: str, persons: Sequence[str]) -> bool:
    plain = folded(text)
    return any(len(key) > 1 and key in plain for key in map(folded, persons))
