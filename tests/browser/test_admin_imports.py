"""A coordinator and the imports: asking, following, reading the report field by field, approving, sending corrections.

Runs and lines are made beside the server, on its database; where a run would be started its process finds a file
that is no register's.
"""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, each_size, in_one, overflow, press, small_targets

COORDINATOR = "koordinaattori@esimerkki.invalid"
LIST, CORRECTIONS = "/admin/catalogue/importrun/", "/admin/catalogue/sourcerecord/"

MAKE = """
import json
from catalogue.models import ImportLine, ImportRun, Service, SourceRecord
from django.utils import timezone
now = timezone.now()
ImportRun.objects.all().delete()
SourceRecord.objects.filter(system="ptv").delete()
counts = {"service": {"new": 1, "changed": 1, "kept": 1, "rejected": 1, "unchanged": 7}, "place": {"new": 1}}
made = dict(system="ptv", sources=["county:10"], counts=counts)
ready = ImportRun.objects.create(**made, state="ready", finished_at=now)
failed = ImportRun.objects.create(**made | {"system": "lipas"}, state="failed", fault="HTTP 503")
running = ImportRun.objects.create(**made | {"system": "lipas"}, state="running", done=3, total=9, beat_at=now)
service = Service.objects.order_by("pk").first()
long = "Ryhmä kokoontuu joka viikko. " * 30
change = lambda field, old, new, kept=False: dict(field=field, old=old, new=new, kept=kept)
for outcome, changes, reasons in (
    ("new", [], []),
    ("changed", [change("name_sv", "Gammalt namn", "Nytt namn"), change("description_fi", "Lyhyt.", long)], []),
    ("kept", [change("summary_fi", "Oma lause.", "Rekisterin lause.", True)], []),
    ("rejected", [], [["Another import of this register is running. Try again when it is ready.", {}]]),
):
    ImportLine.objects.create(run=ready, kind="service", external_id="a" * 36, name=f"Palvelu {outcome}",
        outcome=outcome, changes=changes, reasons=reasons, target=service.pk if changes else None)
SourceRecord.objects.create(system="ptv", kind="service", external_id="1", fetched_at=now, content_hash="", raw={},
    service=service, values={"summary_sv": "Registrets mening.", "description_fi": long},
    corrections={"summary_sv": "2026-02-03", "description_fi": "2026-02-03"})
print("made", json.dumps({"ready": ready.pk, "failed": failed.pk, "running": running.pk, "service": service.pk}))
"""
TAKE_AWAY = """
from catalogue.models import ImportRun, SourceRecord
ImportRun.objects.all().delete()
SourceRecord.objects.filter(system="ptv").delete()
"""


@pytest.fixture(scope="module")
def cleared(stack):
    yield
    stack.manage("shell", "-v", "0", "-c", TAKE_AWAY)


@pytest.fixture
def made(stack, cleared):
    """The pages of a run that is ready, one that failed and one that runs: made anew for each test."""
    told = stack.manage("shell", "-v", "0", "-c", MAKE)
    return json.loads(told.split("made ")[1])


@pytest.fixture(params=in_one)
def language(request):
    return request.param


@pytest.fixture
def at(signed_in, language):
    def open_page(address, **options):
        page = signed_in(COORDINATOR, language=language, **options)
        if page.get_attribute("html", "lang") != language:
            press(page, f"#user-tools button[lang={language}]")
        page.goto(address)
        return page

    return open_page


def page_of(pk):
    return f"{LIST}{pk}/change/"


def look(page):
    found = [*overflow(page), *small_targets(page), *axe(page)]
    return [*found, *(["not one h1"] if page.locator("h1").count() != 1 else [])]


@pytest.mark.long
@each_size
def test_every_page_of_imports_is_whole(at, made, width, dark):
    page = at(LIST, width=width, dark=dark)
    pages = [
        LIST,
        f"{LIST}ask/",
        CORRECTIONS,
        *(page_of(made[name]) for name in ("ready", "failed", "running")),
    ]
    faults = []
    for address in pages:
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in look(page)]
    assert faults == []


@pytest.mark.parametrize(
    ("language", "script"), [("fi", True), pytest.param("sv", False, marks=pytest.mark.long)]
)
def test_a_coordinator_reads_a_report_field_by_field_and_approves_it(at, made, language, script):
    page = at("/admin/", script=script)
    press(page, page.locator(f"#content a[href='{LIST}']").first)
    press(page, f"#result_list a[href*='/{made['ready']}/']")
    press(page, ".outcomes a[href*='outcome=changed']")
    expect(page.locator(".lines .what")).to_have_count(1)
    field = page.locator(".differences > div").first
    expect(field.locator(".old")).to_have_text("Gammalt namn")
    expect(field.locator(".new")).to_have_text("Nytt namn")
    expect(field.locator(".new")).to_have_attribute("lang", "sv")
    fold = page.locator(".differences details")
    fold.locator("summary").click()
    expect(fold).to_have_attribute("open", "")
    if script:
        assert look(page) == []
    button = page.locator("form[action$='/approve/'] [type=submit]")
    expect(button).to_have_value({"fi": "Hyväksy ja kirjoita", "sv": "Godkänn och skriv"}[language])
    press(page, button)
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator(f".facts a[href='{page_of(made['ready'])}']")).to_have_count(1)
    page.goto(page_of(made["ready"]))
    expect(page.locator("form[action$='/approve/']")).to_have_count(0)


@pytest.mark.long
def test_the_two_sides_stand_side_by_side_when_there_is_room_and_stacked_on_a_phone(signed_in, made):
    page = signed_in(COORDINATOR, page_of(made["ready"]))
    old, new = (page.locator(f".differences .{side}").first for side in ("old", "new"))
    assert old.bounding_box()["y"] == new.bounding_box()["y"]
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.documentElement.clientWidth <= 320")
    assert old.bounding_box()["y"] < new.bounding_box()["y"]
    assert old.bounding_box()["x"] == new.bounding_box()["x"]


@pytest.mark.long
def test_the_page_follows_a_running_import_and_says_politely_when_it_ended(signed_in, made, stack):
    page = signed_in(COORDINATOR, page_of(made["running"]))
    expect(page.locator("#run-progress")).to_have_attribute("value", "3")
    page.locator("#run-refresh").focus()
    change = f"from catalogue.models import ImportRun; ImportRun.objects.filter(pk={made['running']})"
    stack.manage("shell", "-v", "0", "-c", f"{change}.update(done=6)")
    page.wait_for_selector("#run-progress[value='6']")
    assert page.locator("#run-announced").inner_text() == ""
    stack.manage("shell", "-v", "0", "-c", f"{change}.update(state='ready')")
    page.wait_for_selector("form[action$='/approve/']")
    assert page.locator("[role=status]").inner_text() == page.locator("#run-state").inner_text() != ""
    assert page.evaluate("document.activeElement.id") == "run-refresh"
    assert page.locator("#run-progress").count() == 0
    assert look(page) == []


@pytest.mark.long
def test_without_script_the_page_is_refreshed_by_its_link(signed_in, made, stack):
    page = signed_in(COORDINATOR, page_of(made["running"]), script=False)
    change = f"from catalogue.models import ImportRun; ImportRun.objects.filter(pk={made['running']})"
    stack.manage("shell", "-v", "0", "-c", f"{change}.update(state='ready')")
    press(page, "#run-refresh")
    expect(page.locator("form[action$='/approve/']")).to_be_visible()


@pytest.mark.long
def test_a_refused_request_keeps_its_answers_and_is_whole(at, made):
    page = at(f"{LIST}ask/", width=320)
    page.locator("[name=what][value=services]").check()
    page.locator("[name=services]").fill("ei mikään tunnus")
    press(page, "#content-main [type=submit]")
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator("[name=services]")).to_have_value("ei mikään tunnus")
    expect(page.locator("[name=services]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=what][value=services]")).to_be_checked()
    assert look(page) == []


@pytest.mark.long
def test_corrections_are_downloaded_as_a_table(signed_in, made):
    page = signed_in(COORDINATOR, CORRECTIONS)
    with page.expect_download() as found:
        page.locator(f"a[href^='{CORRECTIONS}csv/']").click()
    assert found.value.suggested_filename.endswith(".csv")
    lines = found.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert any("Registrets mening." in line for line in lines)
