"""A record of each kind that the admin knows."""

from catalogue.models import (
    ImportRun,
    Keyword,
    Language,
    LifeEvent,
    Place,
    PlaceType,
    Service,
    ServiceClass,
    SourceRecord,
    Synonym,
    TargetGroup,
    Theme,
)
from organisations.models import Municipality, Organisation
from pathways.models import Pathway, SavedSearch
from referrals.models import Agreement, Choice, Kind, Team
from tests import factories
from tests.pathways import making
from tests.referrals import scene


def record_of(model, organisation):
    term = {"code": "Z1", "uri": "http://example.org/z1", "name_fi": "Jotain", "name_sv": "Något"}
    made = {
        Service: lambda: factories.service(provider=organisation),
        Place: lambda: factories.place(organisation=organisation),
        Organisation: lambda: organisation,
        Theme: factories.theme,
        ServiceClass: lambda: factories.service_class("Z1"),
        TargetGroup: lambda: TargetGroup.objects.create(**term),
        LifeEvent: lambda: LifeEvent.objects.create(**term),
        PlaceType: lambda: PlaceType.objects.create(code="3110", name_fi="Uimahalli"),
        Keyword: lambda: Keyword.objects.create(uri=term["uri"], name_fi="Sana"),
        Synonym: lambda: Synonym.objects.create(language="fi", typed="viina", means="alkoholi"),
        Language: factories.spoken,
        Municipality: factories.municipality,
        ImportRun: factories.run,
        SourceRecord: factories.source,
        Pathway: making.full,
        SavedSearch: making.search,
        Kind: scene.kind,
        Choice: lambda: scene.kind().choices.first(),
        Team: lambda: scene.team(organisation),
        Agreement: lambda: scene.agreement(organisation, factories.organisation()),
    }
    return made[model]()
