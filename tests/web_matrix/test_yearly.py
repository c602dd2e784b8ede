"""年度统计 shows to heads their own agency, to the justice bureau its area, and never more; the table is the same figures."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

from mingjing.casework import tally
from mingjing.casework.models import Draft, TallyRow
from mingjing.law.judgement import SHANGHAI
from mingjing.web.words import money_text, yuan
from tests.support import city
from tests.support.home import Home
from tests.web_matrix.test_counts import ACT, asked, client_of
from tests.web_matrix.test_rules_page import text_of
from tests.web_matrix.town import BUREAU, sqlite_town  # noqa: F401 - a fixture


def year_of_the_town() -> int:
    return int(TallyRow.objects.filter(column="fine").values_list("on", flat=True)[0][:4])


def test_the_page_shows_what_was_counted(sqlite_town: Home) -> None:  # noqa: F811
    year = year_of_the_town()
    (fines,) = [one for one in tally.of(BUREAU, year) if one.column == "fine"]
    text = text_of(client_of("li").get("/work/yearly/", {"year": year}).content)
    assert f" 罚款 {fines.count} {money_text(fines.sum)} " in text and f"合计 {fines.count} " in text
    assert "还没有可以统计的执法行为" not in text


def test_a_year_without_acts_says_so_and_odd_wishes_change_nothing(sqlite_town: Home) -> None:  # noqa: F811
    client = client_of("li")
    for wish in ("1999", "二〇二五", "2025' OR 1=1", "99999999999", "-1", ""):
        answer = client.get("/work/yearly/", {"year": wish, "agency": "no-such"})
        assert answer.status_code == 200 and "<h1>年度统计</h1>" in answer.content.decode()
    early = min(client.get("/work/yearly/").context["years"])
    assert "还没有可以统计的执法行为" in text_of(client.get("/work/yearly/", {"year": early}).content)


def test_a_head_sees_no_other_agency_and_the_justice_bureau_its_area(sqlite_town: Home) -> None:  # noqa: F811
    year = year_of_the_town()
    TallyRow.objects.create(
        case_id=TallyRow.objects.first().case_id,
        n=999,
        column="warning",
        agency="zz-other",
        on=f"{year}-05-05",
    )

    def warnings(name: str, **asked: object) -> list[str]:
        body = (
            client_of(name).get("/work/yearly/table.csv", {"year": year, **asked}).content.decode("utf-8-sig")
        )
        return [row[4] for row in csv.reader(io.StringIO(body)) if row[3] == "警告"]

    assert warnings("li") == ["0"] and warnings("li", agency="zz-other") == []
    city, district = warnings("feng"), warnings("qu")
    assert len(city) > len(district) and set(city) == {"0"}  # an agency that nobody registered is nobody's


def test_the_table_has_the_figures_of_the_page(sqlite_town: Home) -> None:  # noqa: F811
    year = year_of_the_town()
    answer = client_of("li").get("/work/yearly/table.csv", {"year": year})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["年度", "机关", "表", "项目", "数量", "金额（元）"]
    (fines,) = [one for one in tally.of(BUREAU, year) if one.column == "fine"]
    (row,) = [one for one in rows if one[3] == "罚款"]
    assert row[4] == str(fines.count) and row[5] == yuan(fines.sum)
    assert answer["Content-Disposition"] == f'attachment; filename="yearly-{year}.csv"'


def days() -> tuple[str, str]:
    """Yesterday and today: what is played happens by day, and the pages are asked at any hour."""
    now = datetime.now(UTC).astimezone(SHANGHAI)
    return (now - timedelta(days=1)).date().isoformat(), now.date().isoformat()


def begun() -> tuple[str, int, str]:
    """The page on which the report of the year that is over is signed, that year, and today."""
    yesterday, today = days()
    last = int(yesterday[:4]) - 1
    one = city.player(procedure="annual_enforcement_report")
    facts = {"year": last, "report_due": f"{last + 1}-01-31"}
    assert one.do("ar_begin", yesterday, facts=facts).refused is None
    return f"/work/cases/{one.case}/act/ar_publish.ask/", last, today


def test_the_sheets_of_a_report_are_counted_once(sqlite_town: Home) -> None:  # noqa: F811
    page, last, today = begun()
    client = client_of("chen")
    posted: dict[str, object] = {"on": today, "then": "check", "annual_report.year": last}
    posted |= {f"annual_report.{name}": "演示" for name in ("agency_name", "report_text", "announced_at")}
    answer, number = asked(lambda: client.post(page, posted))
    assert answer.status_code == 302 and number <= ACT
    seen = client.get(f"{page}check/").context
    pressed = {name: seen[name] for name in ("key", "seen", "after")}
    answer, number = asked(lambda: client.post(f"{page}check/", pressed))
    assert "done=" in answer.headers["Location"] and number <= ACT


def test_a_working_copy_does_not_hold_on_to_old_figures(sqlite_town: Home) -> None:  # noqa: F811
    page, last, today = begun()
    client = client_of("chen")

    def warnings() -> int:
        (ask,) = [one for one in client.get(page).context["form"].every() if one.field.id == "penalties"]
        return next(row["count"] for row in ask.value if row["row"] == "warning")

    assert warnings() == 0
    typed = {"annual_report.penalties.0.row": "warning", "annual_report.penalties.0.count": 7}
    assert client.post(page, {"on": today, "then": "save", **typed}).status_code == 302
    rows = Draft.objects.get(kind="annual_report").fields["penalties"]
    assert [one["count"] for one in rows if one["row"] == "warning"] == [0], "nobody types them"
    case = TallyRow.objects.first().case_id
    TallyRow.objects.create(case_id=case, n=999, column="warning", agency=BUREAU, on=f"{last}-05-05")
    assert warnings() == 1  # opened again, as the refusal says


def test_nor_does_one_hold_on_to_an_old_directory(sqlite_town: Home) -> None:  # noqa: F811
    one = city.player(procedure="fee_list")
    assert one.do("fl_begin", days()[0]).refused is None
    client, page = client_of("qian"), f"/work/cases/{one.case}/act/fe_list/"

    def charges() -> str:
        (ask,) = [one for one in client.get(page).context["form"].every() if one.field.id == "charges"]
        return str(ask.value)

    now = charges()
    assert "FEE-0001" in now
    typed = {"fee_directory.charges": "FEE-0001 去年的标准", "fee_directory.complaints": "0632-12345（演示）"}
    assert client.post(page, {"on": "2026-11-12", "then": "save", **typed}).status_code == 302
    kept = Draft.objects.get(kind="fee_directory")
    assert kept.fields["charges"] == now, "nobody types it"
    Draft.objects.filter(id=kept.id).update(fields=kept.fields | {"charges": "FEE-0001 去年的标准"})
    assert charges() == now  # what was typed beside it stays
    again = {one.field.id: one.value for one in client.get(page).context["form"].every()}
    assert again["complaints"] == "0632-12345（演示）"


def listed() -> tuple[str, int, str]:
    """The page on which the charges of a year are published, the year that is over, and today."""
    yesterday, today = days()
    one = city.player(procedure="fee_list")
    for act in ("fl_begin", "fl_submit_review", "fl_review", "fe_list"):
        assert one.do(act, yesterday).refused is None
    return f"/work/cases/{one.case}/act/fe_publish.ask/", int(today[:4]) - 1, today


def charge(year: int, *items: str) -> None:
    """Something was charged in the year for each item."""
    case = TallyRow.objects.first().case_id
    rows = ({"n": 1000 + n, "item": item} for n, item in enumerate(items))
    common = {"case_id": case, "column": "charged", "agency": BUREAU, "on": f"{year}-05-05", "amount": 100}
    TallyRow.objects.bulk_create(TallyRow(**common, **one) for one in rows)


def account(page: str, today: str, **typed: object) -> list[dict[str, object]]:
    """What the check page says was charged, after the form was filled in."""
    client = client_of("qian")
    words = dict.fromkeys(("agency_name", "where_it_went", "announced_at"), "演示")
    posted = {f"fee_account.{name}": value for name, value in (words | typed).items()}
    answer = client.post(page, {"on": today, "then": "check", **posted})
    assert answer.status_code == 302, text_of(answer.content)
    assert client.get(f"{page}check/").status_code == 200
    found: list[dict[str, object]] = Draft.objects.get(kind="fee_account").fields["charged"]
    return found


def test_the_figures_are_those_of_the_year_that_is_typed(sqlite_town: Home) -> None:  # noqa: F811
    page, last, today = listed()
    charge(last - 2, "FEE-0009")
    ((row),) = account(page, today, year=last - 2)
    assert (row["row"], row["count"], row["sum"]) == ("FEE-0009", 1, 100)


def test_an_account_has_as_many_rows_as_there_were_items(sqlite_town: Home) -> None:  # noqa: F811
    page, last, today = listed()
    items = [f"FEE-1{number:03d}" for number in range(260)]
    charge(last - 2, *items)
    assert [row["row"] for row in account(page, today, year=last - 2)] == items
