"""C2SP signed notes and checkpoints: text signed by one or more keys, Ed25519 and others beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .canonical import SIZE_LIMIT, NotCanonical, base64_text, from_base64, from_decimal
from .tree import HASH_SIZE

ED25519 = b"\x01"
MAX_NOTE = 1 << 20  # bytes; a verifier reads what strangers hand in
MAX_SIGNATURES = 64

_PRIVATE = "PRIVATE+KEY+"
_KEY_ID = re.compile(r"[0-9a-f]{8}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NotSigned(ValueError):
    """The note is malformed or not signed by the expected key; the message is a Chinese sentence."""


class Signer(Protocol):
    """Who signs a note: a name without spaces or '+', a 4-byte key id, a signature over the text's bytes."""

    @property
    def name(self) -> str: ...
    @property
    def key_id(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes: ...


class Verifier(Protocol):
    """Whose signature is expected; `verify` returns False, it does not raise, for a wrong signature."""

    @property
    def name(self) -> str: ...
    @property
    def key_id(self) -> bytes: ...
    def verify(self, message: bytes, signature: bytes) -> bool: ...


@dataclass(frozen=True, slots=True)
class Note:
    """A verified note: its text with the final newline, and the names whose signatures were verified."""

    text: str
    signed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: origin line, number of leaves, 32-byte root, optional extension lines."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(not line or "\n" in line or _CONTROL.search(line) for line in (self.origin, *self.extensions)):
            raise NotSigned("检查点含空行或控制字符")
        if not 0 <= self.size < SIZE_LIMIT or len(self.root) != HASH_SIZE:
            raise NotSigned("检查点的大小或根无效")


def key_id(name: str, kind: bytes, public: bytes) -> bytes:
    """The recommended 4-byte id; `kind` is the signature type byte, or 0xff and a longer identifier (SM2)."""
    return hashlib.sha256(name.encode() + b"\n" + kind + public).digest()[:4]


@dataclass(frozen=True, slots=True)
class Ed25519Verifier:
    """A public key under a name."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.public) != 32:
            raise NotSigned("Ed25519 公钥须为 32 字节")

    @property
    def key_id(self) -> bytes:
        return key_id(self.name, ED25519, self.public)

    def verify(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def vkey(self) -> str:
        """`name+id+base64(0x01 ‖ public key)`, the line that is printed on decisions."""
        return f"{self.name}+{self.key_id.hex()}+{base64_text(ED25519 + self.public)}"


@dataclass(frozen=True, slots=True, repr=False)  # a seed must not reach a log line through repr
class Ed25519Signer:
    """A private key under a name; `seed` is 32 random bytes from the caller."""

    name: str
    seed: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.seed) != 32:
            raise NotSigned("Ed25519 私钥须为 32 字节")

    @property
    def key_id(self) -> bytes:
        return self.verifier().key_id

    def verifier(self) -> Ed25519Verifier:
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return Ed25519Verifier(self.name, public.public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def skey(self) -> str:
        """`PRIVATE+KEY+name+id+base64(0x01 ‖ seed)`; secret."""
        return f"{_PRIVATE}{self.name}+{self.key_id.hex()}+{base64_text(ED25519 + self.seed)}"


def parse_vkey(text: str) -> Ed25519Verifier:
    """The public key of a vkey line without line end. NotSigned for any other spelling or a wrong key id."""
    name, key = _parse_key(text)
    verifier = Ed25519Verifier(name, key)
    if verifier.vkey() != text:
        raise NotSigned("公钥行的名称、编号与公钥不相符")
    return verifier


def parse_skey(text: str) -> Ed25519Signer:
    """The private key of an skey line without line end. NotSigned as for parse_vkey."""
    if not text.startswith(_PRIVATE):
        raise NotSigned("不是私钥行")
    name, seed = _parse_key(text.removeprefix(_PRIVATE))
    signer = Ed25519Signer(name, seed)
    if signer.skey() != text:
        raise NotSigned("私钥行的名称、编号与私钥不相符")
    return signer


def sign_note(text: str, signers: Sequence[Signer]) -> bytes:
    """The note: text, blank line, a line per signer (put Ed25519 first: small verifiers stop there)."""
    message = text.encode("utf-8")
    lines = []
    for signer in signers:
        _check_name(signer.name)
        lines.append(f"— {signer.name} {base64_text(signer.key_id + signer.sign(message))}\n")
    note = message + b"\n" + "".join(lines).encode("utf-8")
    _split(note)
    return note


def open_note(note: bytes, verifiers: Sequence[Verifier]) -> Note:
    """The text of a note that at least one of `verifiers` signed and none signed wrongly; else NotSigned.

    Well-formed lines of unknown keys are ignored, as the format demands; so their content proves nothing.
    """
    text, signatures = _split(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    signed_by: list[str] = []
    for name, id_, signature in signatures:
        verifier = known.pop((name, id_), None)
        if verifier is None:
            if any((name, id_) == (one.name, one.key_id) for one in verifiers):
                raise NotSigned("同一公钥的签名出现两次")
            continue
        if not verifier.verify(text.encode("utf-8"), signature):
            raise NotSigned(f"{name} 的签名不正确")
        signed_by.append(name)
    if not signed_by:
        raise NotSigned("没有所给公钥的签名")
    return Note(text, tuple(signed_by))


def checkpoint_text(checkpoint: Checkpoint) -> str:
    lines = (checkpoint.origin, str(checkpoint.size), base64_text(checkpoint.root), *checkpoint.extensions)
    return "\n".join(lines) + "\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Strict inverse of checkpoint_text; says nothing about signatures. Raises NotSigned."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop():
        raise NotSigned("检查点的行数不对")
    try:
        return Checkpoint(lines[0], from_decimal(lines[1]), from_base64(lines[2]), tuple(lines[3:]))
    except NotCanonical as fault:
        raise NotSigned(f"检查点写法不规范：{fault}") from None


def sign_checkpoint(checkpoint: Checkpoint, signers: Sequence[Signer]) -> bytes:
    """The signed note of a head. The caller has made sure that the log only grew."""
    return sign_note(checkpoint_text(checkpoint), signers)


def open_checkpoint(note: bytes, verifier: Verifier) -> Checkpoint:
    """The head in a note that `verifier` signed, whose origin is the verifier's name. Raises NotSigned."""
    checkpoint = parse_checkpoint(open_note(note, [verifier]).text)
    if checkpoint.origin != verifier.name:
        raise NotSigned("检查点属于另一本日志")
    return checkpoint


def _split(note: bytes) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """(text, [(name, key id, signature)]) of a well-formed note, or NotSigned."""
    if len(note) > MAX_NOTE:
        raise NotSigned("签名文本过长")
    try:
        content = note.decode("utf-8")
    except UnicodeDecodeError:
        raise NotSigned("签名文本不是 UTF-8") from None
    if _CONTROL.search(content):
        raise NotSigned("签名文本含控制字符（例如 Windows 换行）")
    text, blank, lines = content.rpartition("\n\n")
    if not (text and blank and lines.endswith("\n")):
        raise NotSigned("签名文本缺少空行或末尾换行")
    signatures = lines[:-1].split("\n")
    if len(signatures) > MAX_SIGNATURES:
        raise NotSigned("签名行过多")
    return text + "\n", [_signature(line) for line in signatures]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—":
        raise NotSigned("签名行的写法不对")
    _check_name(parts[1])
    try:
        data = from_base64(parts[2])
    except NotCanonical as fault:
        raise NotSigned(f"签名行写法不规范：{fault}") from None
    if len(data) < 5:
        raise NotSigned("签名过短")
    return parts[1], data[:4], data[4:]


def _parse_key(text: str) -> tuple[str, bytes]:
    parts = text.split("+", 2)
    if len(parts) != 3 or not _KEY_ID.fullmatch(parts[1]):
        raise NotSigned("密钥行须写作“名称+编号+密钥”")
    try:
        data = from_base64(parts[2])
    except NotCanonical as fault:
        raise NotSigned(f"密钥行写法不规范：{fault}") from None
    if data[:1] != ED25519:
        raise NotSigned("密钥种类不是 Ed25519")
    return parts[0], data[1:]


def _check_name(name: str) -> None:
    if not name or "+" in name or any(char.isspace() for char in name) or _CONTROL.search(name):
        raise NotSigned("密钥名称不得为空，不得含空格或加号")
