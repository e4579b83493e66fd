"""The page of figures: sentences, charts, tables and the file, without anything that tells of few."""

import csv
import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from organisations.models import Organisation, Role
from referrals import counting, figures
from referrals.models import Figure
from tests import factories
from tests.referrals.scene import kind, unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]
JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)


@pytest.fixture
def county():
    figures._of_year.cache_clear()
    factories.municipalities()
    return factories.organisation(kind=Organisation.Kind.COUNTY, name_fi="Hyvinvointialue")


@pytest.fixture
def desk(client, county):
    client.force_login(factories.user(Role.COORDINATOR, county, language="fi"))
    return client


def put(month=MARCH, municipality="286", sender=None, of="exercise", **numbers):
    """Counts of one cell; ``decision_days={"3": 6}`` puts a spread."""
    for stage in ("reached", "accepted"):  # all who began had been reached
        numbers.setdefault(stage, numbers.get("started", 0))
    for measure, number in numbers.items():
        groups = number if isinstance(number, dict) else {"": number}
        for group, count in groups.items():
            Figure.objects.create(
                month=month,
                municipality_id=municipality,
                unit=sender,
                kind=kind(of),
                measure=measure,
                group=group,
                number=count,
            )


def a_year():
    put(sent=40, started=24, completed=12, contact_days={"3": 30, "8": 10}, minutes={"40": 12})
    put(JANUARY, sent=20, started=10, completed=5, contact_days={"9": 20})
    put(municipality="285", sent=30, started=15, completed=8, contact_days={"4": 30})
    put(municipality="489", sent=9, started=3, completed=0)


def opened(client, language="fi", **asked):
    with override(language):
        answer = client.get(reverse("referral_figures"), asked)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def cells(page, table):
    rows = page.select(f"table[aria-labelledby=t-{table}] tbody tr") or next(
        one.select("tbody tr") for one in page.select("table") if one.caption and one.caption.text == table
    )
    return {row.th.text: [cell.text for cell in row.select("td")] for row in rows}


def test_it_says_in_sentences_what_the_charts_show(desk):
    a_year()
    page = opened(desk)
    assert page.select_one("#h-waits").text == "Puolet odotti ensimmäistä yhteydenottoa enintään 4 arkipäivää"
    assert "lähetteistä on johtanut ohjaukseen" in page.select_one("#h-places").text
    assert [one.text for one in page.select(".fig-number")][0] == "99"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "pistettä sadasta, hyvinvoinnin muutos (WHO-5), mediaani"),
        ("sv", "poäng av 100, förändring i välbefinnande (WHO-5), median"),
    ],
)
def test_the_change_in_wellbeing_stands_beside_that_in_movement(desk, language, said):
    put(sent=40, started=24, completed=12, minutes={"-10": 12}, who5={"-4": 3, "8": 9})
    tiles = {one.dt.text: one.dd.text for one in opened(desk, language).select(".fig-tiles > div")}
    assert tiles[said] == "+8"
    assert "−10 min" in tiles.values()


@pytest.mark.parametrize(("sent", "who5"), [(40, {"8": 4}), (40, {})])
def test_the_change_in_wellbeing_of_few_is_not_shown(desk, sent, who5):
    put(sent=sent, who5=who5)
    assert "WHO-5" not in "".join(one.text for one in opened(desk).select(".fig-tiles"))


def test_the_change_in_wellbeing_is_hidden_with_the_number_of_its_group(county):
    put(sent=40, who5={"8": 9})
    put(of="culture", sent=3)
    year = figures.of_year(2026)
    assert year.shown("exercise", "county", figures.ALL, "sent") is None  # culture could be worked out
    assert year.median("exercise", "county", figures.ALL, "who5") is None
    assert year.median(figures.ALL, "county", figures.ALL, "who5") == 8


def test_every_chart_has_a_title_and_a_table(desk):
    a_year()
    page = opened(desk)
    charts = page.select("svg.fig")
    assert len(charts) == 2
    for chart in charts:
        assert page.select_one(f"title#{chart['aria-labelledby']}").text
        assert chart.find_parent("section").select_one("table caption").text


def test_a_small_number_is_not_shown_nor_what_would_tell_it(desk):
    a_year()
    rows = cells(opened(desk), "Kunnittain")
    assert rows["Miehikkälä"][:2] == ["9", "–ei näytetä"]
    shown = [int(row[1]) for row in rows.values() if row[1].isdigit()]
    assert 52 - sum(shown) >= figures.suppression.SMALL


def test_no_number_of_the_file_is_from_one_to_four(desk):
    a_year()
    with override("fi"):
        answer = desk.get(reverse("referral_figures_csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert "lahetteet-luvut-2026.csv" in answer["Content-Disposition"]
    numbers = [row for row in rows if "Päiviä" not in row["Luku"] and "päiviä" not in row["Luku"]]
    assert len(numbers) > 20
    assert not [row for row in numbers if row["Lukumäärä tai osuus"] in ("1", "2", "3", "4")]


def test_no_cell_of_the_file_is_a_formula(desk, county):
    sender = unit(county, "=HYPERLINK()")
    put(sent=40, started=20, sender=sender)
    put(sent=40, started=20, sender=unit(county, "Toinen"))
    with override("fi"):
        text = desk.get(reverse("referral_figures_csv")).content.decode("utf-8-sig")
    assert "'=HYPERLINK()" in text
    assert ";=HYPERLINK()" not in text


def test_a_group_with_somebody_under_non_disclosure_needs_twenty(desk, county):
    for name, number in (("Suuri", 60), ("Kolmas", 40), ("Toinen", 30), ("Suojattu", 19)):
        put(sent=number, started=number // 2, sender=unit(county, name), guarded=int(name == "Suojattu"))
    rows = cells(opened(desk), "units")
    assert rows["Suojattu"][:2] == ["–ei näytetä", "–ei näytetä"]
    assert rows["Suuri"][0] == "60"
    assert [row[0] for row in rows.values()].count("–ei näytetä") > 1


def test_the_median_of_fewer_than_five_is_not_shown_and_of_many_who_wait_says_so(desk):
    put(sent=40, started=20, contact_days={"2": 4})
    put(JANUARY, sent=40, started=20, contact_days={"2": 4, counting.STILL: 6})
    rows = cells(opened(desk), "months")
    assert [row[2] for row in rows.values()] == ["odottaa vielä", "–ei näytetä", "–ei näytetä"]


def test_one_kind_alone_shows_its_own_numbers(desk):
    a_year()
    put(of="culture", sent=50, started=30, completed=30)
    page = opened(desk, kind="culture")
    assert page.select(".fig-number")[0].text == "50"
    assert not page.select("#t-ages")


@pytest.mark.parametrize("asked", [{"year": "1999"}, {"kind": "x"}, {"year": "\0"}, {"kind": "exercise' --"}])
def test_what_is_not_offered_is_as_if_it_were_not_asked(desk, asked):
    a_year()
    assert opened(desk, **asked).select(".fig-number")[0].text == "99"


def test_without_figures_it_says_so_in_both_languages(desk):
    kind()
    assert "Tällä valinnalla ei ole lukuja" in opened(desk).text
    assert "Inga siffror för det här valet" in opened(desk, "sv").text


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.ADVISER, Role.INTAKE, Role.AUDITOR])
def test_who_meets_clients_or_reads_the_log_has_no_figures_here(client, county, role):
    client.force_login(factories.user(role, county))
    assert client.get(reverse("referral_figures")).status_code == 403
    assert client.get(reverse("referral_figures_csv")).status_code == 403


def test_it_asks_the_database_no_more_for_many_numbers(desk, django_assert_num_queries):
    asked = []
    opened(desk)  # what a process asks once
    for _once in range(2):
        a_year()
        figures._of_year.cache_clear()
        with django_assert_num_queries(30, exact=False) as queries:
            opened(desk)
        asked.append(len(queries))
    assert asked[0] == asked[1]
