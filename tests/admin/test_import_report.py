"""The report of an import: its numbers, field by field, narrowed by outcome, a hundred on a page."""

import pytest
from django.urls import reverse

from tests import factories
from tests.admin.import_pages import HOSTILE, LIST, counted, page_of, soup, text

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # pages and words: one database is enough


def test_the_report_counts_kinds_and_outcomes(lead):
    counts = {"place": {"unchanged": 7}, "service": {"new": 3, "rejected": 2, "unchanged": 40}}
    page = soup(lead.get(page_of(factories.run(counts=counts))))
    table = page.select_one("table.summary")
    assert text(table.caption) == "Mikä muuttuisi, lukuina"
    assert [text(one) for one in table.select("thead th[scope=col]")] == ["Palvelut", "Paikat", "Yhteensä"]
    rows = {text(row.th): [text(cell) for cell in row.select("td")] for row in table.select("tbody tr")}
    assert rows == {"Uusia": ["3", "0", "3"], "Hylättyjä": ["2", "0", "2"], "Ennallaan": ["40", "7", "47"]}


def change(field, old, new, kept=False):
    return {"field": field, "old": old, "new": new, "kept": kept}


def test_the_report_tells_field_by_field_what_became_what(lead):
    run, service = factories.run(), factories.service()
    changes = [
        change("name_sv", "Stolgymnastik", "Stolgymnastik för äldre"),
        change("summary_fi", "Oma lause.", "Rekisterin lause.", kept=True),
        change("contacts", [], [{"kind": "phone", "value": "05 220 6000", "language": ""}]),
        change("no_such_field", "a", "b"),
    ]
    factories.line(run, "changed", name="Tuolijumppa", target=service.pk, changes=changes)
    page = soup(lead.get(page_of(run)))
    assert page.select_one(".lines .what a")["href"] == reverse(
        "admin:catalogue_service_change", args=[service.pk]
    )
    fields = page.select(".differences > div")
    told_fields = [
        (text(field.dt), text(field.select_one(".old")), text(field.select_one(".new"))) for field in fields
    ]
    assert told_fields == [
        ("Nimi, ruotsiksi", "Stolgymnastik", "Stolgymnastik för äldre"),
        (told_fields[1][0], "Oma lause.", "Rekisterin lause."),
        ("Yhteystiedot", "tyhjä", "puhelin · 05 220 6000"),
        ("no_such_field", "a", "b"),
    ]
    assert "korjattu täällä, pysyy" in told_fields[1][0]
    assert [bool(field.select(".tag")) for field in fields] == [False, True, False, False]
    langs = [[side.get("lang", "") for side in field.select(".old, .new")] for field in fields]
    assert langs == [["sv", "sv"], ["fi", "fi"], ["", ""], ["", ""]]


def test_a_long_text_is_folded_and_whole_inside(lead):
    run, long = factories.run(), "Sana ja toinen. " * 60
    factories.line(run, "changed", changes=[change("description_fi", "Lyhyt.", long)])
    sides = soup(lead.get(page_of(run))).select(".differences .old, .differences .new")
    assert sides[0].details is None
    assert len(text(sides[1].summary)) < 300
    assert long.strip() in text(sides[1].details)


def test_what_is_rejected_says_why(lead):
    run = factories.run()
    reasons = [["The area %(code)s is not known.", {"code": HOSTILE}], ["There are no corrections.", {}]]
    factories.line(run, "rejected", reasons=reasons)
    shown = [text(one) for one in soup(lead.get(page_of(run))).select(".reasons li")]
    assert HOSTILE in shown[0]
    assert shown[1] == "Korjauksia ei ole."


def test_hostile_names_and_texts_stay_text(lead):
    run = factories.run(sources=[f"file:{HOSTILE}", HOSTILE], counts={HOSTILE: {"new": 1, HOSTILE: 2}})
    changes = [change("name_fi", HOSTILE, HOSTILE), change(HOSTILE, HOSTILE, HOSTILE * 20)]
    factories.line(run, "changed", name=HOSTILE, kind="<b>", external_id=HOSTILE, changes=changes)
    for path in (page_of(run), LIST):
        answer = lead.get(path)
        assert answer.status_code == 200
        assert HOSTILE not in answer.text
    assert HOSTILE in text(soup(lead.get(page_of(run))).main)


OUTCOMES = ["new", "changed", "gone", "kept", "rejected", "skipped", "deleted_here"]


def test_the_address_narrows_the_report_to_one_outcome(lead):
    run = factories.run()
    for outcome in [*OUTCOMES, "unchanged"]:
        factories.line(run, outcome, name=f"nimi-{outcome}")
    page = soup(lead.get(page_of(run)))
    assert [text(one) for one in page.select(".lines .what strong")] == [f"nimi-{one}" for one in OUTCOMES]
    links = [one["href"] for one in page.select(".outcomes a")]
    assert links == ["?#records", *(f"?outcome={one}#records" for one in OUTCOMES)]
    for outcome in OUTCOMES:
        page = soup(lead.get(f"{page_of(run)}?outcome={outcome}"))
        assert [text(one) for one in page.select(".lines .what strong")] == [f"nimi-{outcome}"]
        assert page.select_one(".outcomes [aria-current]")["href"] == f"?outcome={outcome}#records"


@pytest.mark.parametrize(
    "query", ["outcome=<script>", "outcome=unchanged", "page=abc", "page=-1", f"page={'9' * 30}"]
)
def test_an_address_that_says_nothing_shows_everything(lead, query):
    run = factories.run()
    factories.line(run, "rejected")
    answer = lead.get(f"{page_of(run)}?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert len(soup(answer).select(".lines .what")) == 1


def test_a_hundred_records_are_on_a_page(lead):
    run = factories.run()
    for number in range(101):
        factories.line(run, "new", name=f"nimi-{number}")
    first = soup(lead.get(f"{page_of(run)}?outcome=new"))
    assert len(first.select(".lines .what")) == 100
    second = soup(lead.get(page_of(run) + first.select_one(".paginator a")["href"]))
    assert [text(one) for one in second.select(".lines .what strong")] == ["nimi-100"]


def test_the_report_asks_as_many_questions_for_one_record_as_for_many(lead, language):
    lead.post(reverse("admin:language"), {"language": language})
    run = factories.run(sources=["municipality:286"])
    first, second, third = (factories.organisation().pk for _ in range(3))
    factories.line(run, "changed", target=1, changes=[change("provider", first, second)])
    one = counted(lead, page_of(run))
    for outcome in OUTCOMES * 7:
        factories.line(run, outcome, target=1, changes=[change("provider", second, third)])
    assert counted(lead, page_of(run)) == one
