"""What a file is by its bytes, and whether that is what it says. Pure but for reading the file given."""

from __future__ import annotations

import codecs
import zipfile
from typing import BinaryIO

KINDS = ("pdf", "jpg", "png", "mp4", "mp3", "wav", "docx", "xlsx", "zip", "txt")
SAME = {"jpeg": "jpg", "m4v": "mp4", "m4a": "mp4"}
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
HEAD = 4096


class WrongKind(ValueError):
    """The file is not of a kind we take, or another kind than its name says."""


def declared(filename: str) -> str:
    """The kind that the name states. Raises WrongKind."""
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    kind = SAME.get(extension, extension)
    if kind not in KINDS:
        raise WrongKind(f"“{filename}”的类型不能接收，可以上传 {'、'.join(KINDS)} 文件。")
    return kind


def found(head: bytes) -> str:
    """The kind by the first bytes; Office files are `zip` here. "" when unknown."""
    for kind, test in _TESTS:
        if test(head):
            return kind
    return "txt" if _is_text(head) else ""


def check_head(filename: str, head: bytes) -> str:
    """The declared kind, when the first bytes agree. Raises WrongKind."""
    says, is_ = declared(filename), found(head)
    if is_ != ("zip" if says in OFFICE else says):
        really = f"内容是 {is_}" if is_ else "内容认不出是什么类型"
        raise WrongKind(f"“{filename}”{really}，与扩展名 {says} 不符，请核对后重新上传。")
    return says


def check_whole(filename: str, kind: str, file: BinaryIO) -> None:
    """What only the whole file tells: an Office file is a zip with its main part. Raises WrongKind."""
    if kind not in OFFICE:
        return
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = set()
    if OFFICE[kind] not in names:
        raise WrongKind(f"“{filename}”不是完整的 {kind} 文件，请重新保存后再上传。")


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        # The head may end inside a character: not final.
        codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return False
    return True


def _is_mp3(head: bytes) -> bool:
    if head.startswith(b"ID3"):
        return True
    # MPEG audio frame: eleven set bits, a layer, a bit rate and a sample rate that exist.
    return (
        len(head) > 3
        and head[0] == 0xFF
        and head[1] & 0xE0 == 0xE0
        and head[1] & 0x06 != 0
        and head[2] & 0xF0 != 0xF0
        and head[2] & 0x0C != 0x0C
    )


_TESTS = (
    ("pdf", lambda head: head.startswith(b"%PDF-")),
    ("jpg", lambda head: head.startswith(b"\xff\xd8\xff")),
    ("png", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    ("mp4", lambda head: head[4:8] == b"ftyp"),
    ("wav", lambda head: head.startswith(b"RIFF") and head[8:12] == b"WAVE"),
    ("zip", lambda head: head.startswith((b"PK\x03\x04", b"PK\x05\x06"))),
    ("mp3", _is_mp3),
)
