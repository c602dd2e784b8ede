"""Evidence: kept once, unreadable without the case's key, read back, and refused with one sentence when it lies."""

import hashlib
import hmac
import io
import os
import zipfile

import pytest
from django.db import connection

from mingjing.law.terms import FileRef
from mingjing.recording import evidence, keys, verify
from mingjing.recording.evidence import CHUNK, Damaged, Refused, WrongKind
from mingjing.recording.home import Home
from mingjing.tlog.verify import sm3
from tests.recording.ledger import add, at, new_case
from tests.support import home as support

sqlite_ledger = support.fresh("ledger", vendors=[support.SQLITE])


@pytest.fixture
def home(sqlite_ledger: support.Home) -> Home:
    """Files know nothing of the database; one of the two is enough."""
    return Home(sqlite_ledger.path)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
AT = at(0)


def keep(home, case, content, filename="现场照片.png", **more):
    return evidence.keep(home, case, [content], filename=filename, at=AT, **more)


def office(main: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<x/>")
    return buffer.getvalue()


def test_a_file_is_kept_under_its_case_and_keyed_digest(home):
    stored = keep(home, case := new_case(), PNG, title="现场照片一")
    assert stored.ref == FileRef(hashlib.sha256(PNG).hexdigest(), sm3(PNG), len(PNG), "现场照片一")
    assert (stored.kind, stored.new) == ("png", True)
    name = hmac.new(keys.key_of(case), hashlib.sha256(PNG).digest(), hashlib.sha256).hexdigest()
    assert stored.name == name
    assert [
        one.relative_to(home.evidence).as_posix() for one in home.evidence.rglob("*") if one.is_file()
    ] == [f"{case}/{name}"]


def test_the_bytes_on_disk_say_nothing(home):
    secret = "当事人陈述".encode() * 100
    stored = keep(home, case := new_case(), secret, "询问笔录.txt")
    raw = (home.evidence / case / stored.name).read_bytes()
    assert secret[:12] not in raw and stored.ref.sha256 not in stored.name


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_any_size_comes_back_as_it_went_in(home, size):
    content = b"%PDF-" + os.urandom(size - 5) if size > 5 else b"x" * size
    pieces = [content[i : i + 70_001] for i in range(0, len(content), 70_001)]
    stored = evidence.keep(home, case := new_case(), pieces, filename="a.pdf" if size > 5 else "a.txt", at=AT)
    with evidence.read(home, case, stored.ref.sha256) as file:
        assert file.size == size and file.read() == content
        file.seek(size // 2)
        assert file.read(10) == content[size // 2 : size // 2 + 10]
    assert evidence.check(home, case, stored.ref) == ""


def test_the_same_bytes_are_kept_once_per_case_and_differently_per_case(home):
    one, other = new_case(), new_case()
    first, again, elsewhere = keep(home, one, PNG), keep(home, one, PNG), keep(home, other, PNG)
    assert (first.new, again.new) == (True, False) and again.name == first.name != elsewhere.name
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM evidence")
        assert cursor.fetchone() == (2,)


def test_a_damaged_file_is_not_overwritten_by_a_new_upload(home):
    stored = keep(home, case := new_case(), PNG)
    path = home.evidence / case / stored.name
    path.write_bytes(damaged := path.read_bytes()[:-1] + b"!")
    with pytest.raises(Damaged):
        keep(home, case, PNG)
    assert path.read_bytes() == damaged
    assert list(path.parent.iterdir()) == [path]  # no left-over either


def test_every_damage_of_the_stored_bytes_is_seen(home):
    stored = keep(home, case := new_case(), PNG + os.urandom(CHUNK))
    path = home.evidence / case / stored.name
    whole = path.read_bytes()
    first, rest = whole[: 20 + CHUNK + 16], whole[20 + CHUNK + 16 :]
    damages = [
        b"",
        whole[:10],
        whole[:20],
        whole[:-1],
        first,
        whole[:20] + rest,
        whole[:20] + rest + first[20:],
        whole + b"\0",
        whole + rest,
        *(whole[:i] + bytes([whole[i] ^ 1]) + whole[i + 1 :] for i in (0, 5, 21, 500, CHUNK, len(whole) - 1)),
    ]
    for damage in damages:
        path.write_bytes(damage)
        assert evidence.check(home, case, stored.ref) != "", len(damage)
    path.unlink()
    assert evidence.check(home, case, stored.ref) == "文件不见了"


def test_without_the_key_it_cannot_be_read(home):
    stored = keep(home, case := new_case(), PNG)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM data_key")
    with pytest.raises(keys.Shredded):
        evidence.read(home, case, stored.ref.sha256)


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.pdf", b"%PDF-1.7"),
        ("a.JPG", b"\xff\xd8\xff\xe0"),
        ("a.jpeg", b"\xff\xd8\xff\xe0"),
        ("a.png", PNG),
        ("a.mp4", b"\0\0\0\x18ftypmp42"),
        ("a.mp3", b"ID3\x04"),
        ("a.mp3", b"\xff\xfb\x90\x00"),
        ("a.wav", b"RIFF\0\0\0\0WAVEfmt "),
        ("a.docx", office("word/document.xml")),
        ("a.xlsx", office("xl/workbook.xml")),
        ("a.zip", office("x")),
        ("a.txt", "记录".encode()),
        ("a.txt", "记录".encode("gb18030")),
    ],
)
def test_what_we_take(home, filename, content):
    assert keep(home, new_case(), content, filename).ref.size == len(content)


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.pdf", PNG),
        ("a.png", b"%PDF-1.7"),
        ("a.jpg", b"<html><script>"),
        ("a.txt", b"MZ\0\0"),
        ("a.txt", PNG),
        ("a.docx", office("xl/workbook.xml")),
        ("a.xlsx", office("word/document.xml")),
        ("a.docx", b"PK\x03\x04 cut off"),
        ("a.mp4", b"ftyp"),
        ("a.mp3", b"RIFF\0\0\0\0WAVE"),
        ("a.zip", b"Rar!\x1a"),
        ("a.exe", b"MZ"),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<p>"),
        ("无扩展名", b"x"),
        ("a.pdf.exe", b"%PDF-"),
    ],
)
def test_another_type_than_it_says_is_refused_with_one_sentence(home, filename, content):
    with pytest.raises(WrongKind) as refusal:
        keep(home, case := new_case(), content, filename)
    assert filename in str(refusal.value) and str(refusal.value).count("。") == 1
    assert not list((home.evidence / case).glob("*")) if (home.evidence / case).exists() else True


@pytest.mark.parametrize(
    ("filename", "content", "why"),
    [
        ("a.png", b"", "空文件"),
        ("a\u202egnp.exe.png", PNG, "看不见"),
        ("a\n.png", PNG, "看不见"),
        ("../a.png", PNG, "斜杠"),
        ("a\\b.png", PNG, "斜杠"),
        ("", PNG, "为空"),
        ("长" * 201 + ".png", PNG, "200"),
    ],
)
def test_bad_names_and_empty_files_are_refused(home, filename, content, why):
    with pytest.raises(Refused, match=why):
        keep(home, new_case(), content, filename)


def test_a_file_over_the_limit_is_refused_and_nothing_is_left(home):
    case = new_case()
    with pytest.raises(Refused, match="超过 1000 字节"):
        keep(home, case, PNG, limit=1000)
    assert list((home.evidence / case).iterdir()) == []


def test_an_upload_that_breaks_off_leaves_nothing(home):
    def breaking():
        yield PNG
        yield os.urandom(CHUNK)
        raise ConnectionError

    case = new_case()
    with pytest.raises(ConnectionError):
        evidence.keep(home, case, breaking(), filename="a.png", at=AT)
    assert list((home.evidence / case).iterdir()) == []


@pytest.mark.parametrize("case", ["../x", "", "a/b", "A", "." * 3])
def test_a_case_is_no_path(home, case):
    keys.ensure([case])
    with pytest.raises(Refused, match="案件标识"):
        evidence.read(home, case, "a" * 64)


def test_verify_names_the_entry_of_a_lost_file(home):
    stored = keep(home, case := new_case(), PNG, title="现场照片")
    add(case, files=(stored.ref,))
    assert verify.verify(home, files=True).sound
    (home.evidence / case / stored.name).unlink()
    (finding,) = verify.verify(home, files=True).findings
    assert (finding.table, finding.row, finding.entry) == ("evidence", stored.ref.sha256, f"{case}/1")
