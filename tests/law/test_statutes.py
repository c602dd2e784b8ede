"""Statutes are read letter by letter, found by article, compared by version."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mingjing.law import statutes
from mingjing.law.statutes import BadStatute, Library, Reference, article_mark, parse, references
from tests.law.invented import INVENTED, OLD

NAME = "演示条例(2020-01-02).md"
LIBRARY = Library(parse(f"演示条例({version}).md", text) for version, text in INVENTED.items())
THEN, NOW = date(2025, 7, 31), date(2025, 8, 1)


def test_parts_of_an_article() -> None:
    second = parse(NAME, OLD).by_key[2, 0]
    assert [len(one.items) for one in second.paragraphs] == [2, 0]
    assert second.paragraphs[0].items[1].points == ("1.有头；", "2.有尾。")
    assert second.chapter == "第一章 总则"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("第一条", "第一条 为了演示，制定本条例。"),
        ("第二条第一项", "（一）清楚；"),
        ("第二条第一款第二项", "（二）完整：\n1.有头；\n2.有尾。"),
        ("第二条第二项第二目", "2.有尾。"),
        ("第二条第二款", "演示的办法由演示机关规定。"),
        ("第一条、第二条第二款", "第一条 为了演示，制定本条例。\n演示的办法由演示机关规定。"),
        ("第二条第三款", ""),
        ("第二条第九项", ""),
        ("第九条", ""),
        ("没有条号", ""),
    ],
)
def test_a_citation_is_quoted_letter_by_letter(words: str, said: str) -> None:
    assert LIBRARY.quote("《演示条例》", words, THEN) == said


def test_the_version_of_the_day_is_quoted() -> None:
    assert LIBRARY.quote("演示条例", "第三条", THEN) == "第三条 违反本条例的，处一百元罚款。"
    assert LIBRARY.quote("演示条例", "第三条", NOW) == "第三条 违反本条例的，处五十元罚款。"
    assert LIBRARY.quote("演示条例", "第三条之一", NOW) == "第三条之一 主动改正的，不予处罚。"
    assert LIBRARY.quote("演示条例", "第三条", date(2020, 2, 29)) == ""
    assert LIBRARY.quote("没有导入的条例", "第三条", NOW) == ""


def test_what_a_version_changed() -> None:
    found = {(article_mark(*one.key), one.what) for one in LIBRARY.differences("演示条例")}
    assert found == {("第三条", "changed"), ("第三条之一", "new"), ("第四条", "vanished"), ("第五条", "new")}


def test_a_rule_whose_article_changed_or_vanished_is_noticed() -> None:
    since = date(2021, 1, 1)
    assert LIBRARY.touched("演示条例", "第三条", since) is not None
    assert LIBRARY.touched("演示条例", "第三条", NOW) is None  # the rule is as old as the change
    assert LIBRARY.touched("演示条例", "第一条", since) is None
    assert "没有第四条" in LIBRARY.missing("演示条例", "第四条")
    assert "款、项" in LIBRARY.missing("演示条例", "第二条第四款")
    assert LIBRARY.missing("演示条例", "第三条之一") == "" == LIBRARY.missing("别的法", "第四条")


def test_names_with_and_without_the_country() -> None:
    text = OLD.replace("# 演示条例", "# 中华人民共和国演示条例")
    known = Library([parse(NAME, text)])
    for name in ("演示条例", "中华人民共和国演示条例", "《演示条例》"):
        assert known.versions(name)


def test_a_day_that_the_text_does_not_state_is_the_day_of_the_version() -> None:
    silent = parse(NAME, OLD.replace("自2020年3月1日起施行", "自公布之日起施行"))
    assert (silent.since, silent.since_stated) == (date(2020, 1, 2), False)
    older = parse("演示条例(2024-05-01).md", OLD)  # amended later, and the last article was left as it was
    assert (older.since, older.since_stated) == (date(2024, 5, 1), False)
    noted = parse(NAME, OLD.replace("<!-- INFO END -->", "<!-- 施行 2020-04-01 -->\n<!-- INFO END -->"))
    assert (noted.since, noted.since_stated) == (date(2020, 4, 1), True)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("演示条例.md", OLD, "版本日期"),
        ("演示条例(2020-02-30).md", OLD, "不存在"),
        (NAME, OLD.replace("# 演示条例\n", "演示条例\n", 1), "没有标题"),
        (NAME, "# 演示条例\n\n没有条文。\n", "没有读到任何一条"),
        (NAME, OLD.replace("第三条", "第二条"), "第二条出现了两次"),
        (NAME, OLD + "\x00", "二进制"),
        (NAME, "# 长\n" + "第一条 长\n" * 1_000_000, "过大"),
    ],
)
def test_what_is_no_statute_is_refused_in_one_sentence(name: str, text: str, words: str) -> None:
    with pytest.raises(BadStatute, match=words) as refused:
        parse(name, text)
    assert str(refused.value).endswith("。")


def test_references() -> None:
    assert references("第四十八条第二款、第八十五条") == [Reference(48, paragraph=2), Reference(85)]
    assert references("第十条之二第三款第一项") == [Reference(10, 2, 3, 1)]
    assert references("处罚七个工作日") == []


def test_every_letter_of_the_real_texts_is_kept(testdata: Path) -> None:
    """Every line of every file stands in the parsed text: as history, heading or part of exactly one article, in order."""
    files = [one for one in sorted((testdata / "domain" / "law").glob("*.md")) if one.name != "README.md"]
    assert len(files) > 20
    for file in files:
        text = file.read_text(encoding="utf-8")
        found = parse(file.name, text)
        assert found.source == text
        lines = [one.strip(statutes.UNSEEN) for one in text.partition(statutes.INFO_END)[2].splitlines()]
        body = [one for one in lines if one and not one.startswith("#")]
        kept = [
            one.strip(statutes.UNSEEN)
            for article in found.articles
            for one in article.text.splitlines()
            if one.strip(statutes.UNSEEN)
        ]
        assert kept == body[len(body) - len(kept) :], file.name
        preamble = body[: len(body) - len(kept)]
        assert not any(one.startswith("第") and "条" in one[:8] for one in preamble), (
            file.name,
            preamble[:2],
        )
        for article in found.articles:
            parts = "".join(
                statutes.quotation(article, Reference(*article.key, place))
                for place in range(1, len(article.paragraphs) + 1)
            )
            bare = article.text.removeprefix(article.mark)
            assert "".join(parts.split()) == "".join(bare.split()), (file.name, article.mark)


def test_every_article_that_the_rules_cite_exists(testdata: Path) -> None:
    from mingjing.law.lint.bases import cited
    from mingjing.law.procedures import PROCEDURES

    known = statutes.read_folder(testdata / "domain" / "law")
    bases = {basis for procedure in PROCEDURES.values() for _, basis in cited(procedure)}
    assert [why for one in bases if (why := known.missing(one.title, one.article))] == []
    assert sum(bool(known.versions(one.title)) for one in bases) > 50
