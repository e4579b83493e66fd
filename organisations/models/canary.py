"""One row that says whether this process holds the keys of this database."""

import hmac

from django.apps import apps
from django.db import DatabaseError, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fields.encrypted import EncryptedText, WrongKey
from fields.sealing import blind_index

SONG = "tui"
MISSING = "The database has no canary row: run manage.py migrate."


def _index():
    return blind_index("canary", SONG, scope="portal")


class CanaryQuerySet(models.QuerySet):
    def fault(self):
        """Why this process may not work with this database; empty when its keys are the right ones."""
        try:
            row = self.filter(pk=1).first()
            if row is None:
                return MISSING
            if row.song != SONG:
                return "The canary row holds another text."
        except WrongKey:
            return "FIELD_KEYS do not open what stands encrypted in this database."
        if not hmac.compare_digest(row.index, _index()):
            return "INDEX_KEY is not the one whose indexes stand in this database."
        return ""

    def readable(self):
        """Whether FIELD_KEYS are the right ones, whatever INDEX_KEY is."""
        try:
            row = self.filter(pk=1).first()
            return row is not None and row.song == SONG
        except WrongKey:
            return False

    def renew_index(self):
        """Every other index has been made anew under this process's INDEX_KEY."""
        self.filter(pk=1).update(index=_index())


class Canary(models.Model):
    """Set once, when the tables are made; moved to a new key as the last row of a rotation."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    song = EncryptedText()
    index = models.CharField(max_length=64)

    objects = CanaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("canary row")
        verbose_name_plural = _("canary rows")
        constraints = [
            models.CheckConstraint(
                name="one_canary",
                condition=Q(id=1),
                violation_error_message=_("There is one canary row."),
            )
        ]

    def __str__(self):
        return "canary"


class WrongKeys(Exception):
    """The process must not go on."""


def fault(using="default"):
    """The canary's fault; empty too when the database does not answer or has no tables yet: then nothing is read or
    written, and /health/ready says so.
    """
    try:
        return Canary.objects.using(using).fault()
    except DatabaseError:
        return ""


def refuse_wrong_keys():
    """Called when a server process starts. Raises WrongKeys."""
    if said := fault():
        raise WrongKeys(said)


def set_canary(using, apps=apps, **kwargs):
    """After migrations and after the tables were emptied (post_migrate)."""
    try:
        model = apps.get_model("organisations", "Canary")
    except LookupError:  # migrated to before it
        return
    model._base_manager.using(using).bulk_create(
        [model(id=1, song=SONG, index=_index())], ignore_conflicts=True
    )
