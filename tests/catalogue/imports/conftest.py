"""The code lists that imports lean on, and an import as a function."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from catalogue.imports import running
from catalogue.imports.report import Report, sentence
from catalogue.models import LifeEvent, TargetGroup
from organisations.models import Municipality
from tests import factories
from tests.catalogue.imports import ptv


@pytest.fixture
def lists(db):
    """Kymenlaakso's municipalities and one elsewhere, a class, a group, an event, two languages."""
    factories.municipalities()
    for row in Municipality.objects.all():
        Municipality.objects.filter(pk=row.pk).update(region="08")
    elsewhere = factories.county(
        "15", name_fi="Pohjanmaan hyvinvointialue", name_sv="Österbottens välfärdsområde"
    )
    Municipality.objects.create(
        code="905", county=elsewhere, region="15", languages="fi_sv", name_fi="Vaasa", name_sv="Vasa"
    )
    factories.service_class(
        "P27.1",
        uri="http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P27.1",
        former_uri="http://urn.fi/URN:NBN:fi:au:ptvl:v1211",
    )
    factories.term(TargetGroup, "KR1.1")
    factories.term(LifeEvent, "KE4.3")
    factories.spoken("fi")
    factories.spoken("sv")


@pytest.fixture
def inbox(settings, tmp_path, lists):
    """The server's import folder; what runs keep lies beside it."""
    settings.VAR_DIR = tmp_path
    settings.HYTE_IMPORT_FOLDER = tmp_path / "imports" / "inbox"
    settings.HYTE_IMPORT_FOLDER.mkdir(parents=True)
    return settings.HYTE_IMPORT_FOLDER


@pytest.fixture
def run(lists, tmp_path):
    """Import files or other sources: ``run(path, commit=True)`` gives counts, lines and sentences."""
    numbers = iter(range(10_000))

    def imported(*sources, commit=True, system="ptv", client=None, scope=None, **options):
        told = []
        report = Report(told.append)
        found, kept = running.checked([str(source) for source in sources], options)
        folder = tmp_path / f"read-{next(numbers)}"
        running.perform(
            system,
            found,
            kept,
            commit=commit,
            report=report,
            folder=folder,
            beat=lambda done, total: None,
            scope=running.scope_of(found) if scope is None else scope,
            client=client,
        )
        with override(None):  # the message ids themselves
            said = [sentence(reason) for line in told for reason in line.reasons]
        return SimpleNamespace(counts=report.plain(), lines=told, said=said, folder=folder)

    return imported


@pytest.fixture
def bring(run, tmp_path):
    """Write records of the national registry to a file and import it."""

    def brought(*records, **options):
        return run(ptv.written(tmp_path, *records), **options)

    return brought


@pytest.fixture
def bring_channels(bring):
    """Import one service with these channels; ``links`` are its links to them when they say more than the id."""

    def brought(*channels, links=None, **over):
        provider = ptv.organisation()
        record = ptv.service(provider, *channels, **over)
        if links:
            record["serviceChannels"] = links
        return bring(provider, *channels, record)

    return brought
