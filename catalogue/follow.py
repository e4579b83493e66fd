"""What the catalogue does when a record it leans on changes: each receiver is one line onto a verb.

Rows beside a service (times, contacts) are saved with it; bulk writes call the verbs themselves.
"""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

from organisations.models import Municipality, Organisation

from .imports.corrections import note_unless_imported
from .models import Keyword, LifeEvent, Place, Service, ServiceClass, TargetGroup, Theme, ThemeRule


def _organisation(instance, created, **kwargs):
    if not created:  # nothing leans on a new one
        Service.objects.provided_by(instance).refresh()


def _corrected(instance, created, **kwargs):
    if not created:
        note_unless_imported(instance)


def _place(instance, created, **kwargs):
    if not created:
        Service.objects.filter(places=instance).refresh()


def _place_goes(instance, **kwargs):
    """Afterwards nobody knows any more who used it."""
    instance.left_behind = list(Service.objects.filter(places=instance).values_list("pk", flat=True))


def _place_gone(instance, **kwargs):
    Service.objects.filter(pk__in=instance.left_behind).refresh()


def _term(sender, instance, created, **kwargs):
    if not created:
        Service.objects.using_term(instance).refresh()


def _rule(**kwargs):
    Service.objects.refresh()


def _rule_keywords(action, **kwargs):
    if action.startswith("post_"):
        Service.objects.refresh()


def connect():
    post_save.connect(_organisation, Organisation, dispatch_uid="catalogue.organisation")
    post_save.connect(_corrected, Organisation, dispatch_uid="catalogue.corrected")
    post_save.connect(_place, Place, dispatch_uid="catalogue.place")
    pre_delete.connect(_place_goes, Place, dispatch_uid="catalogue.place_goes")
    post_delete.connect(_place_gone, Place, dispatch_uid="catalogue.place_gone")
    for model in (ServiceClass, TargetGroup, LifeEvent, Keyword, Theme, Municipality):
        post_save.connect(_term, model, dispatch_uid=f"catalogue.{model.__name__}")
    post_save.connect(_rule, ThemeRule, dispatch_uid="catalogue.rule")
    post_delete.connect(_rule, ThemeRule, dispatch_uid="catalogue.rule_deleted")
    m2m_changed.connect(_rule_keywords, ThemeRule.keywords.through, dispatch_uid="catalogue.rule_keywords")
