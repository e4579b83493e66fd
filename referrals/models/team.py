"""Receiving teams: an organisation's unit that takes certain kinds of referral from certain municipalities."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields.collation import alphabetical
from fields.text import text
from organisations.models import Municipality, Organisation

from .kind import Kind

CONFIRMED_FOR = timedelta(days=14)  # an older word on the capacity is shown as not confirmed


class TeamQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)

    def taking(self, kind):
        return self.active().filter(kinds=kind)

    def serving(self, municipality):
        """A team without municipalities serves the whole county."""
        return self.filter(Q(municipalities=municipality) | Q(municipalities__isnull=True)).distinct()

    def other_than(self, team_id):
        return self.exclude(pk=team_id)

    def under(self, organisations):
        """Of these organisations (ids, or a query for them) and of the units under them."""
        parent = "organisation__parent"
        whole = (
            {"organisation__in": organisations},
            {f"{parent}__in": organisations},
            {f"{parent}__parent__in": organisations},
        )
        return self.filter(Q(**whole[0]) | Q(**whole[1]) | Q(**whole[2]))

    def agreed_with(self, sender, kind, today=None):
        """Those to whom this unit may send the kind; ``sender`` None: a resident's own referral."""
        from .agreement import Agreement

        found = Agreement.objects.active(today).of_kind(kind)
        found = found.sent_by(sender.lineage()) if sender else found.with_itself()
        return self.under(found.values("receiver"))

    def practising(self, practice):
        """Teams of practice take nothing but practice, the others none of it."""
        return self.filter(practice=practice)

    def of(self, organisations):
        return self.filter(organisation__in=organisations)

    def with_towns(self):
        return self.select_related("organisation__parent__parent").prefetch_related("municipalities")

    def for_choice(self, language):
        return self.select_related("organisation__parent").order_by(alphabetical(f"name_{language}"), "pk")


class Team(models.Model):
    class Capacity(models.TextChoices):
        ROOM = "room", _("has room")
        FULL = "full", _("full")
        QUEUE = "queue", _("waiting list")
        ASSESS = "assess", _("assessed first")

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="team", verbose_name=_("organisation or unit")
    )
    name = models.CharField(_("name"), max_length=150)
    kinds = models.ManyToManyField(Kind, related_name="teams", verbose_name=_("kinds of referral"))
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="+", verbose_name=_("municipalities served")
    )
    phone = models.CharField(_("phone for clients"), max_length=30, blank=True)
    place = models.CharField(_("where it meets clients"), max_length=200, blank=True)
    capacity = models.CharField(_("capacity"), max_length=6, choices=Capacity, default=Capacity.ASSESS)
    waiting_weeks = models.PositiveSmallIntegerField(_("weeks of waiting"), null=True, blank=True)
    capacity_on = models.DateField(_("capacity as of"), null=True, blank=True)
    practice = models.BooleanField(_("for practice only: nothing leaves"), default=False)
    active = models.BooleanField(_("takes referrals"), default=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("receiving team")
        verbose_name_plural = _("receiving teams")
        ordering = ["name_fi", "pk"]
        constraints = [
            models.CheckConstraint(
                name="team_has_both_names",
                condition=Q(name_fi__isnull=False, name_sv__isnull=False) & ~Q(name_fi="") & ~Q(name_sv=""),
                violation_error_message=_("A team has a Finnish and a Swedish name."),
            ),
            models.CheckConstraint(
                name="team_capacity_from_the_list",
                condition=Q(capacity__in=["room", "full", "queue", "assess"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                name="team_weeks_of_a_waiting_list",
                condition=Q(waiting_weeks__isnull=True) | Q(capacity="queue"),
                violation_error_message=_("Only a waiting list has weeks."),
            ),
        ]

    def __str__(self):
        return text(self, "name")

    def capacity_confirmed(self, today=None):
        today = today or timezone.localdate()
        return self.capacity_on is not None and self.capacity_on > today - CONFIRMED_FOR

    def tell_capacity(self, capacity, *, weeks=None, today=None):
        """What the team itself says today."""
        queue = capacity == self.Capacity.QUEUE
        self.capacity, self.waiting_weeks = capacity, weeks if queue else None
        self.capacity_on = today or timezone.localdate()
        self.save(update_fields=["capacity", "waiting_weeks", "capacity_on"])
