"""Theme, elder mode and 繁體: cookies set by plain links, and never a way off the site."""

import pytest


def test_without_a_cookie_the_page_is_light_and_simplified(reader):
    page = reader.get("/gallery/").content.decode()
    assert '<html lang="zh-Hans-CN">' in page
    assert "data-theme" not in page


@pytest.mark.parametrize(
    ("query", "mark"),
    [
        ("theme=dark", 'data-theme="dark"'),
        ("theme=contrast", 'data-theme="contrast"'),
        ("care=on", 'data-care="on"'),
        ("care=max", 'data-care="max"'),
        ("lang=hant", 'lang="zh-Hant"'),
    ],
)
def test_a_link_sets_the_cookie_and_leads_back(reader, query, mark):
    answer = reader.get(f"/display/?{query}&next=/gallery/")
    assert (answer.status_code, answer["Location"]) == (302, "/gallery/")
    assert mark in reader.get("/gallery/").content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\x00//evil",
        "http:///x",
        "evil",
        "",
    ],
)
def test_no_link_leads_off_the_site(reader, elsewhere):
    assert reader.get("/display/", {"theme": "dark", "next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize("query", ["theme=pink", "care=9", "lang=en", "theme=", "other=1"])
def test_an_unknown_setting_sets_nothing_and_shows_the_settings(reader, query):
    answer = reader.get(f"/display/?{query}")
    assert answer.status_code == 200
    assert not answer.cookies


def test_a_forged_cookie_counts_as_none(reader):
    reader.cookies["mj_theme"] = 'dark" onload="x'
    page = reader.get("/gallery/").content.decode()
    assert "data-theme" not in page


def test_only_reading_is_allowed(reader):
    assert reader.post("/display/").status_code == 405


def test_choosing_what_is_on_turns_it_off(reader):
    reader.cookies["mj_theme"] = "dark"
    assert "theme=light" in reader.get("/no-such-page/").content.decode()


def test_pages_vary_by_cookie(reader):
    assert "Cookie" in reader.get("/gallery/")["Vary"]


@pytest.mark.parametrize(("marked", "shown"), [("true", True), ("false", False), (None, False)])
def test_a_practice_home_says_so_on_every_page(reader, tmp_path, marked, shown):
    if marked:
        (tmp_path / "home.json").write_text(f'{{"practice": {marked}}}')
    page = reader.get("/gallery/").content.decode()
    assert ("演练库" in page) is shown
    assert ("数据均为虚构" in page) is shown
