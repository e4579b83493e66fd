"""What the catalogue does when a record it leans on changes: each receiver is one line onto a verb.

Rows beside a service (times, contacts) are saved with it; bulk writes call the verbs themselves.
"""

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from organisations.models import Municipality, Organisation

from .derived import changed, leave
from .imports.corrections import note_unless_imported
from .models import (
    Catalogue,
    Keyword,
    Language,
    LifeEvent,
    Place,
    Service,
    ServiceClass,
    Synonym,
    TargetGroup,
    Theme,
    ThemeRule,
)

# Whoever changes one of these takes the lock of the catalogue first.
WRITTEN = (
    *(Service, Organisation, Place, Municipality, Language, Keyword, LifeEvent, ServiceClass, TargetGroup),
    *(Theme, ThemeRule, Synonym),
)


def _organisation(instance, created, **kwargs):
    if created:  # nothing leans on a new one
        changed()
    else:
        named = Q(pk__in=Service.objects.provided_by(instance).values("pk")) | Q(verified_for=instance)
        Service.objects.filter(named).refresh()


def _corrected(instance, created, **kwargs):
    if not created:
        note_unless_imported(instance)


def _place(instance, created, **kwargs):
    if not created:
        Service.objects.within(Service.objects.using_places([instance])).refresh()


def _place_goes(instance, **kwargs):
    """Afterwards nobody knows any more who used it."""
    instance.left_behind = list(Service.objects.using_places([instance]).values_list("pk", flat=True))


def _carriers(instance, **kwargs):
    Service.objects.filter(pk__in=instance.left_behind).refresh()


def _term(sender, instance, created, **kwargs):
    if created:
        changed()
    else:
        Service.objects.using_term(instance).refresh()


def _keyword_goes(instance, **kwargs):
    """Afterwards nobody knows any more who carried it."""
    instance.left_behind = list(Service.objects.using_term(instance).values_list("pk", flat=True))


def _municipality(instance, created, **kwargs):
    if created:
        changed()
    else:
        named = Q(municipalities=instance) | Q(places__municipality=instance)
        Service.objects.within(Service.objects.filter(named)).refresh()


def _language(instance, created, **kwargs):
    if created:
        changed()
    else:
        named = Q(languages=instance) | Q(contacts__language=instance)
        Service.objects.within(Service.objects.filter(named)).refresh()


def _choices(**kwargs):
    """What can be chosen or is understood in the search has changed, and no service with it."""
    changed()


def _before(**kwargs):
    Catalogue.objects.hold()


def _service_goes(instance, **kwargs):
    leave(instance.pk)


def _rule(**kwargs):
    Service.objects.refresh()


def _rule_keywords(action, **kwargs):
    if action.startswith("post_"):
        Service.objects.refresh()


def connect():
    for model in WRITTEN:
        pre_save.connect(_before, model, dispatch_uid=f"catalogue.{model.__name__}_before")
    post_save.connect(_organisation, Organisation, dispatch_uid="catalogue.organisation")
    post_save.connect(_corrected, Organisation, dispatch_uid="catalogue.corrected")
    post_save.connect(_place, Place, dispatch_uid="catalogue.place")
    pre_delete.connect(_place_goes, Place, dispatch_uid="catalogue.place_goes")
    post_delete.connect(_carriers, Place, dispatch_uid="catalogue.place_gone")
    pre_delete.connect(_service_goes, Service, dispatch_uid="catalogue.service_goes")
    for model in (ServiceClass, TargetGroup, LifeEvent, Keyword, Theme):
        post_save.connect(_term, model, dispatch_uid=f"catalogue.{model.__name__}")
    pre_delete.connect(_keyword_goes, Keyword, dispatch_uid="catalogue.keyword_goes")
    post_delete.connect(_carriers, Keyword, dispatch_uid="catalogue.keyword_gone")
    post_save.connect(_municipality, Municipality, dispatch_uid="catalogue.municipality")
    post_save.connect(_language, Language, dispatch_uid="catalogue.language")
    post_save.connect(_choices, Synonym, dispatch_uid="catalogue.synonym")
    for model in (Synonym, Theme, TargetGroup, LifeEvent, Language, Municipality, Organisation):
        post_delete.connect(_choices, model, dispatch_uid=f"catalogue.{model.__name__}_deleted")
    post_save.connect(_rule, ThemeRule, dispatch_uid="catalogue.rule")
    post_delete.connect(_rule, ThemeRule, dispatch_uid="catalogue.rule_deleted")
    m2m_changed.connect(_rule_keywords, ThemeRule.keywords.through, dispatch_uid="catalogue.rule_keywords")
