"""Verify one published document offline: `python -m tlog.verify DOCUMENT PROOF KEY`."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

try:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes

    from . import commitment, note, proof, tree
    from .canonical import NotCanonical
    from .commitment import Damaged, OpenLeaf
    from .fsck import Damage, fsck
    from .note import Checkpoint, NotSigned
    from .tree import NotProven
except ModuleNotFoundError as missing:  # a copied folder on a citizen's machine: say what to install
    if __name__ != "__main__":
        raise
    print(f"缺少 Python 模块 {missing.name}，请先安装 cryptography。\nINVALID 校验失败")
    sys.exit(1)

VALID = "VALID 真实有效"
INVALID = "INVALID 校验失败"
USAGE = "用法：python -m tlog.verify 文书 证明 公钥 ｜ --fsck 日志文件夹 公钥 ｜ --selftest"
SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether document, proof and key belong together, one Chinese sentence why, and what was proved."""

    valid: bool
    reason: str
    leaf: OpenLeaf | None = None
    index: int | None = None
    checkpoint: Checkpoint | None = None


def verify(document: bytes, proof: bytes, vkey: str) -> Verdict:
    """Judge the bytes of a document, a `.tlog-proof` and a vkey line (without line end). Never raises."""
    try:
        return _verified(document, proof, vkey)
    except (NotCanonical, NotProven, NotSigned, Damaged) as fault:
        return Verdict(False, f"{fault}。")
    except Exception as fault:  # noqa: BLE001  outermost edge: whatever strangers hand in, the answer is INVALID
        return Verdict(False, f"所给内容无法解析（{type(fault).__name__}）。")


def sm3(data: bytes) -> str | None:
    """SM3 in hex, or None when the local OpenSSL has no SM3."""
    try:
        digest = hashes.Hash(hashes.SM3())
    except UnsupportedAlgorithm:
        return None
    digest.update(data)
    return digest.finalize().hex()


def selftest() -> list[str]:
    """What does not work on this machine; empty when a known proof passes and its forgeries fail."""
    document, text, vkey = _specimen()
    faults = [] if verify(document, text, vkey).valid else ["正确的证明未被接受"]
    if any(verify(document, forged, vkey).valid for forged in _flipped(text)):
        faults.append("被改动的证明竟被接受")
    if any(verify(forged, text, vkey).valid for forged in _flipped(document)):
        faults.append("被改动的文书竟被接受")
    if sm3(b"abc") not in (SM3_ABC, None):
        faults.append("SM3 结果不正确")
    return faults


def main(argv: Sequence[str] | None = None) -> int:
    """Print one sentence per finding and the verdict as last line; 0 for VALID, 1 for everything else."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(
            encoding="utf-8", errors="backslashreplace"
        )  # the sentence matters more than the locale
    try:
        valid, sentences = _run(list(sys.argv[1:] if argv is None else argv))
    except NotSigned as fault:
        valid, sentences = False, [f"{fault}。"]
    except OSError as fault:
        valid, sentences = False, [f"文件无法读取：{fault.filename}。"]
    except Exception as fault:  # noqa: BLE001  outermost edge: fail closed
        valid, sentences = False, [f"校验未能完成（{type(fault).__name__}）。"]
    print(*sentences, VALID if valid else INVALID, sep="\n")
    return 0 if valid else 1


def _run(arguments: list[str]) -> tuple[bool, list[str]]:
    match arguments:
        case ["--selftest"]:
            faults = selftest()
            return not faults, [f"自检失败：{fault}。" for fault in faults] or [f"自检通过。{_sm3_remark()}"]
        case ["--fsck", folder, key]:
            return _run_fsck(Path(folder), _key_line(key))
        case [document, proof, key] if not document.startswith("--"):
            verdict = verify(Path(document).read_bytes(), Path(proof).read_bytes(), _key_line(key))
            return verdict.valid, [verdict.reason]
        case _:
            return False, [USAGE]


def _run_fsck(folder: Path, vkey: str) -> tuple[bool, list[str]]:
    report = fsck(folder, vkey)
    if report.damages:
        return False, [_damage_sentence(damage) for damage in report.damages]
    assert report.checkpoint is not None
    return True, [f"日志 {report.checkpoint.origin} 的 {report.checkpoint.size} 个条目与检查点一致。"]


def _damage_sentence(damage: Damage) -> str:
    where = "" if damage.index is None else f"，条目 {damage.index}"
    return f"{damage.path}{where}：{damage.reason}。"


def _key_line(path: str) -> str:
    return Path(path).read_bytes().decode("utf-8", errors="replace").removesuffix("\n")


def _verified(document: bytes, text: bytes, vkey: str) -> Verdict:
    parsed = proof.parse_proof(text)
    if parsed.extra is None:
        raise NotProven("证明文件缺少存证条目")
    head = note.open_checkpoint(parsed.checkpoint, note.parse_vkey(vkey))
    tree.verify_inclusion(tree.leaf_hash(parsed.extra), parsed.index, head.size, parsed.hashes, head.root)
    leaf = commitment.parse_open_leaf(parsed.extra)
    if leaf.sealed >= parsed.index:
        raise NotProven("公示存证排在它所指的密封条目之前")
    _check_digests(document, leaf)
    return Verdict(True, _sentence(leaf, parsed.index, head), leaf, parsed.index, head)


def _check_digests(document: bytes, leaf: OpenLeaf) -> None:
    if hashlib.sha256(document).hexdigest() != leaf.sha256:
        raise NotProven("文书内容与存证的 SHA-256 摘要不符")
    if sm3(document) not in (leaf.sm3, None):
        raise NotProven("文书内容与存证的 SM3 摘要不符")


def _sentence(leaf: OpenLeaf, index: int, head: Checkpoint) -> str:
    place = f"日志 {head.origin} 序号 {index}，检查点含 {head.size} 条"
    remark = _sm3_remark()
    if leaf.t == "withdrawn":
        return f"注意：文书 {leaf.doc_no} 的公示已撤回；内容与撤回时的存证一致（{place}）。{remark}"
    return f"文书 {leaf.doc_no} 与公示时的存证一致（{place}）。{remark}"


def _sm3_remark() -> str:
    return "" if sm3(b"") else "本机不支持 SM3，只核对了 SHA-256。"


def _specimen() -> tuple[bytes, bytes, str]:
    """A document with its proof in a log of seven entries, under a fixed key that protects nothing."""
    document, signer = "自检用文书".encode(), note.Ed25519Signer("selftest.example/log", bytes(range(32)))
    digest = hashlib.sha256(document).hexdigest()
    leaf = commitment.open_leaf_bytes(
        OpenLeaf("published", "自检〔2025〕1号", digest, sm3(document) or digest, 3)
    )
    leaves = [commitment.sealed_leaf(f"{i:064x}") for i in range(6)]
    digests = [tree.leaf_hash(item) for item in [*leaves[:4], leaf, *leaves[4:]]]
    head = Checkpoint(signer.name, len(digests), tree.root(digests))
    path = tree.inclusion_proof(tree.nodes_of(digests), 4, len(digests))
    text = proof.build_proof(leaf, 4, path, note.sign_checkpoint(head, [signer]))
    return document, text, signer.verifier().vkey()


def _flipped(data: bytes) -> list[bytes]:
    """The data with one bit changed in each byte."""
    return [data[:i] + bytes([byte ^ 1 << i % 8]) + data[i + 1 :] for i, byte in enumerate(data)]


if __name__ == "__main__":
    sys.exit(main())
