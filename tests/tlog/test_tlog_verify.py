"""A citizen verifies one document: our verifier, the nine lines of the design, a copied folder, the command line."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mingjing.tlog
from mingjing.tlog import proof
from mingjing.tlog import verify as verifying
from mingjing.tlog.canonical import base64_text
from mingjing.tlog.commitment import OpenLeaf, open_leaf_bytes
from mingjing.tlog.tree import NotProven
from mingjing.tlog.verify import INVALID, VALID, sm3, verify
from tests.tlog.logs import CITY, DOCUMENT, STRANGER, Log, flips, log_of, opened, sealed, vkey

CITIZEN = """\
import sys, json, base64, hashlib; from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
H = lambda b: hashlib.sha256(b).digest()
def D(s): v = base64.b64decode(s, validate=True); s == base64.b64encode(v).decode() or sys.exit("bad base64"); return v
def R(i, n, h, p): k = 1 << (n - 1).bit_length() - 1 if n > 1 else 0; return (h if not p and i == 0 else b"") if n == 1 else b"" if not p else H(b"\\1" + R(i, k, h, p[:-1]) + p[-1]) if i < k else H(b"\\1" + p[-1] + R(i - k, n - k, h, p[:-1]))
doc, proof, (name, kid, key) = open(sys.argv[1], "rb").read(), open(sys.argv[2], encoding="utf8", newline="").read(), open(sys.argv[3]).read().split("+", 2)
(magic, extra, index, *path), body, sigs = (s.split("\\n") for s in proof.split("\\n\\n")); entry = D(extra.removeprefix("extra ")); i = int(index.removeprefix("index "))
sig = D(next(s for s in sigs if s.startswith(f"— {name} ")).split(" ")[2]); Ed25519PublicKey.from_public_bytes(D(key.strip())[1:]).verify(sig[4:], ("\\n".join(body) + "\\n").encode())
ok = [sigs[-1] == "", magic == "c2sp.org/tlog-proof@v1", body[0] == name, sig[:4].hex() == kid, json.loads(entry)["sha256"] == hashlib.sha256(doc).hexdigest(), f"index {i}" == index, R(i, int(body[1]), H(b"\\0" + entry), [*map(D, path)]) == D(body[2])]
print("VALID 真实有效" if all(ok) else sys.exit("INVALID 校验失败"))
"""  # noqa: E501  letter by letter as printed for citizens


def files(folder: Path, document: bytes, text: bytes, key: str) -> list[str]:
    names = [folder / "决定书.pdf", folder / "决定书.tlog-proof", folder / "公钥.txt"]
    for name, data in zip(names, (document, text, key.encode()), strict=True):
        name.write_bytes(data)
    return [str(name) for name in names]


def run(*arguments: str, cwd: Path | None = None) -> tuple[int, list[str]]:
    done = subprocess.run([sys.executable, "-B", *arguments], cwd=cwd, capture_output=True, check=False)
    return done.returncode, done.stdout.decode().splitlines() or [""]


@pytest.mark.parametrize(("size", "index"), [(2, 1), (12, 7), (300, 299)])
def test_the_nine_lines_accept_our_proofs_and_no_other_document(
    tmp_path: Path, size: int, index: int
) -> None:
    text = log_of(size, published=index).proof(index)
    arguments = files(tmp_path, DOCUMENT, text, vkey() + "\n")
    assert run("-c", CITIZEN, *arguments) == (0, [VALID])
    assert verify(DOCUMENT, text, vkey()).valid

    arguments = files(tmp_path, DOCUMENT + b" ", text, vkey() + "\n")
    assert run("-c", CITIZEN, *arguments)[0] == 1


CITIZEN_CODE = compile(CITIZEN, "citizen", "exec")


def citizen(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> bool:
    """The nine lines in this process: quick enough for thousands of inputs."""
    said: list[str] = []
    monkeypatch.setattr(sys, "argv", ["", *arguments])
    try:
        exec(CITIZEN_CODE, {"print": said.append})
    except (Exception, SystemExit):  # noqa: BLE001  anything but VALID is a refusal
        return False
    return said == [VALID]


def test_both_verifiers_refuse_every_lost_or_doubled_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = log_of(3, published=2).proof(2)
    arguments = files(tmp_path, DOCUMENT, text, vkey())
    assert citizen(monkeypatch, arguments)
    # The nine lines overlook one more blank line before the signatures; it carries nothing.
    overlooked = "\n\n\n—".join(text.decode().split("\n\n—")).encode()

    for i in range(len(text)):
        for spoilt in (text[:i] + text[i + 1 :], text[:i] + text[i : i + 1] + text[i:]):
            Path(arguments[1]).write_bytes(spoilt)
            assert not verify(DOCUMENT, spoilt, vkey()).valid
            assert citizen(monkeypatch, arguments) is (spoilt == overlooked)


def test_no_bit_of_document_proof_or_key_may_change() -> None:
    text = log_of(12, published=7).proof(7)
    assert verify(DOCUMENT, text, vkey()).valid

    for _, changed in flips(text):
        assert not verify(DOCUMENT, changed, vkey()).valid
    for _, changed in flips(DOCUMENT):
        assert not verify(changed, text, vkey()).valid
    for _, changed in flips(vkey().encode()):
        assert not verify(DOCUMENT, text, changed.decode("utf-8", errors="replace")).valid


def test_the_verdict_tells_what_was_proved() -> None:
    log = log_of(12, published=7)
    verdict = verify(DOCUMENT, log.proof(7), vkey())

    assert (verdict.leaf.t if verdict.leaf else None, verdict.index, verdict.checkpoint) == (
        "published",
        7,
        log.head,
    )
    assert "枣市监罚〔2026〕1号" in verdict.reason
    assert "撤回" not in verdict.reason


def test_a_withdrawal_is_authentic_and_says_so() -> None:
    log = log_of(12, published=7, kind="withdrawn")
    verdict = verify(DOCUMENT, log.proof(7), vkey())

    assert verdict.valid
    assert "已撤回" in verdict.reason


def signed_leaf(leaf: bytes) -> bytes:
    """A proof that the city really signed this leaf, at index 7."""
    return Log().append([*(sealed(i) for i in range(7)), leaf, sealed(8)]).proof(7)


def test_what_the_log_signed_must_still_be_a_publication_of_this_document() -> None:
    digest, other = hashlib.sha256(DOCUMENT).hexdigest(), "0" * 64
    good = opened(DOCUMENT, 7)
    assert verify(DOCUMENT, signed_leaf(good), vkey()).valid

    lies = {
        "密封条目": sealed(7),
        "未知种类": good.replace(b"published", b"corrected"),
        "多一个字段": good.replace(b'"v":1', b'"v":1,"w":1'),
        "非规范编码": good.replace(b":", b": "),
        "密封序号在后": good.replace(b'"sealed":6', b'"sealed":7'),
        "SM3 不符": open_leaf_bytes(OpenLeaf("published", "x", digest, other, 6)),
        "SHA-256 不符": open_leaf_bytes(OpenLeaf("published", "x", other, sm3(DOCUMENT) or other, 6)),
    }
    for name, leaf in lies.items():
        assert leaf != good, name
        assert not verify(DOCUMENT, signed_leaf(leaf), vkey()).valid, name


def test_without_sm3_the_verdict_rests_on_sha256_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    text = log_of(12, published=7).proof(7)
    monkeypatch.setattr(verifying, "sm3", lambda data: None)

    verdict = verify(DOCUMENT, text, vkey())
    assert verdict.valid
    assert "不支持 SM3" in verdict.reason
    assert not verify(DOCUMENT + b" ", text, vkey()).valid


def test_sm3_golden_values() -> None:
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3(b"abcd" * 16) == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    assert sm3(b"") == "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\n", b"\r\n"),
        (b"index 7\n", b"index 07\n"),
        (b"index 7\n", b"index +7\n"),
        (b"index 7\n", b"index  7\n"),
        (b"index 7\n", "index ７\n".encode()),
        (b"index 7\n", b"index 7 \n"),
        (b"index 7\n", b"index 6\n"),
        (b"index 7\n", b"index -5\n"),
        (b"index 7\n", b"index 9223372036854775808\n"),
        (b"index 7\n", b""),
        (b"index 7\n", b"index 7\nindex 7\n"),
        (b"extra ", b"extra  "),
        (b"extra ", b"Extra "),
        (b"@v1", b"@v2"),
        (b"c2sp", b"\xef\xbb\xbfc2sp"),
        (b"\n\n", b"\n"),
        (b"\n\n", b"\n\n\n"),
        (b"\n12\n", b"\n012\n"),
        (b"\n12\n", b"\n13\n"),
        (b"ledger/2026\n12", b"ledger/2025\n12"),
        ("— ".encode(), b"-- "),
    ],
)
def test_proofs_have_one_spelling(before: bytes, after: bytes) -> None:
    text = log_of(12, published=7).proof(7)
    assert before in text

    assert not verify(DOCUMENT, text.replace(before, after), vkey()).valid
    assert not verify(DOCUMENT, text.replace(before, after, 1), vkey()).valid


def test_base64_in_proofs_has_one_spelling() -> None:
    lines = log_of(12, published=7).proof(7).decode().split("\n")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for i, line in enumerate(lines):
        if line.endswith("="):
            stem, pad = line.rstrip("="), line.count("=", -2)
            spare = alphabet[alphabet.index(stem[-1]) ^ 1]  # the same bytes to a lax decoder
            for other in (
                stem,
                stem + "=" * (pad + 1),
                f"{stem[:-1]}{spare}{'=' * pad}",
                f" {line}",
                line + "A",
            ):
                text = "\n".join([*lines[:i], other, *lines[i + 1 :]])
                assert not verify(DOCUMENT, text.encode(), vkey()).valid


def test_proof_text_inverts_and_extra_is_optional_to_the_format_but_not_to_us() -> None:
    text = log_of(12, published=7).proof(7)
    parsed = proof.parse_proof(text)
    assert proof.build_proof(parsed.extra or b"", parsed.index, parsed.hashes, parsed.checkpoint) == text

    bare = text.replace(b"extra " + base64_text(parsed.extra or b"").encode() + b"\n", b"")
    assert proof.parse_proof(bare).extra is None
    assert not verify(DOCUMENT, bare, vkey()).valid
    for wrong in (text[:30], b"", b"\n\n", text.replace(b"=\n\n", b"=\nAAAA\n\n"), b"x" * (2 << 20)):
        with pytest.raises(NotProven):
            proof.parse_proof(wrong)


def test_another_key_or_nonsense_is_invalid_and_never_an_error() -> None:
    text = log_of(12, published=7).proof(7)
    for key in (STRANGER.verifier().vkey(), CITY.skey(), "", "\n", "a+b+c", vkey() + "\n", "\x00" * 99):
        assert not verify(DOCUMENT, text, key).valid
    assert not verify(DOCUMENT, b"\xff" * 999, vkey()).valid
    assert not verify(b"", b"", "").valid
    assert not verify(None, 5, []).valid  # type: ignore[arg-type]


def test_a_copied_folder_runs_anywhere(tmp_path: Path) -> None:
    shutil.copytree(Path(mingjing.tlog.__file__).parent, tmp_path / "tlog")
    text = log_of(12, published=7).proof(7)
    arguments = files(tmp_path, DOCUMENT, text, vkey() + "\n")

    status, lines = run("-m", "tlog.verify", *arguments, cwd=tmp_path)
    assert (status, lines[-1], len(lines)) == (0, VALID, 2)
    assert run("-m", "tlog.verify", "--selftest", cwd=tmp_path) == (0, ["自检通过。", VALID])
    Path(arguments[0]).write_bytes(DOCUMENT[1:])
    status, lines = run("-m", "tlog.verify", *arguments, cwd=tmp_path)
    assert (status, lines[-1], len(lines)) == (1, INVALID, 2)
    without = "import runpy, sys; sys.modules['cryptography'] = None; "
    blocked = without + "runpy.run_module('tlog.verify', run_name='__main__')"
    status, lines = run("-c", blocked, cwd=tmp_path)
    assert (status, lines[-1]) == (1, INVALID)


def test_the_command_says_one_sentence_and_the_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = log_of(12, published=7).proof(7)
    good = files(tmp_path, DOCUMENT, text, vkey() + "\n")
    bad_key = tmp_path / "key.crlf"
    bad_key.write_bytes(vkey().encode() + b"\r\n")

    for arguments, status in (
        (good, 0),
        ([good[0], good[1], str(bad_key)], 1),
        ([good[0], good[1], str(tmp_path / "missing")], 1),
        ([good[0], good[1]], 1),
        ([], 1),
        (["--help"], 1),
        (["--selftest"], 0),
    ):
        assert verifying.main(arguments) == status
        sentence, last = capsys.readouterr().out.splitlines()
        assert last == (INVALID if status else VALID)
        assert sentence.endswith("。") or "用法" in sentence


def test_the_selftest_notices_a_verifier_that_accepts_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verifying.selftest() == []
    monkeypatch.setattr(verifying, "verify", lambda *_: verifying.Verdict(True, ""))
    monkeypatch.setattr(verifying, "SM3_ABC", "0")
    assert len(verifying.selftest()) == 3
    monkeypatch.setattr(verifying, "verify", lambda *_: verifying.Verdict(False, ""))
    assert verifying.selftest()[0] == "正确的证明未被接受"
