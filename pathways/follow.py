"""What pathways do when one of their records changes: the catalogue's version moves, so every page follows."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from catalogue.derived import changed
from catalogue.models import Catalogue

from .models import Lane, Pathway, SavedSearch, Stage, Transition

WRITTEN = (Pathway, Lane, Stage, Transition, SavedSearch)


def _before(**kwargs):
    Catalogue.objects.hold()


def _after(**kwargs):
    changed()


def _rows(action, **kwargs):
    if action.startswith("post_"):
        changed()


def connect():
    for model in WRITTEN:
        name = f"pathways.{model.__name__}"
        pre_save.connect(_before, model, dispatch_uid=f"{name}_before")
        pre_delete.connect(_before, model, dispatch_uid=f"{name}_before_delete")
        post_save.connect(_after, model, dispatch_uid=f"{name}_saved")
        post_delete.connect(_after, model, dispatch_uid=f"{name}_deleted")
    for through in (Pathway.themes.through, Stage.services.through):
        m2m_changed.connect(_rows, through, dispatch_uid=f"pathways.{through.__name__}")
