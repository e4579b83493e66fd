"""Which role a person holds in which organisation, and when. Who may give and end it: ``granting``."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail
from organisations.granting import may_give
from organisations.roles import Role

from .invitation import Invitation
from .organisation import Organisation
from .people import wait_for_each_other
from .user import User

SEEN_AFTERWARDS = timedelta(days=180)  # how long a main user still sees who had a role in the organisation


class Meanwhile(Exception):
    """Somebody else was first: what the page showed is no longer so. Nothing was changed."""


class HeldAlready(Exception):
    """The person has this role here, or has it coming."""


class MembershipQuerySet(models.QuerySet):
    def valid(self, today=None):
        today = today or timezone.localdate()
        return self.lasting(today).filter(valid_from__lte=today)

    def lasting(self, today=None):
        """In force or still to begin."""
        today = today or timezone.localdate()
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), ended_at__isnull=True)

    def recent(self, now=None):
        """Lasting ones, and those that were over only some time ago."""
        limit = (now or timezone.now()) - SEEN_AFTERWARDS
        planned = Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate(limit))
        return self.filter(planned, Q(ended_at__isnull=True) | Q(ended_at__gte=limit))

    def held_by(self, user):
        """The user's memberships in force today; none for one who may not sign in."""
        return self.valid().filter(user_id=user.pk, user__is_active=True)

    def roles(self):
        """``(role, organisation's id)`` of each."""
        return self.values_list("role", "organisation_id")

    def visible_to(self, user):
        """Those that hold where this user decides on roles."""
        return self.filter(organisation__in=Organisation.objects.peopled_by(user).values("pk"))

    def of(self, person):
        return self.filter(user=person)

    def over(self, today=None):
        today = today or timezone.localdate()
        return self.filter(Q(valid_to__lt=today) | Q(ended_at__isnull=False))

    def within(self, organisations):
        return self.filter(organisation__in=organisations)

    def for_page(self):
        """With what a page says of each, in a settled order."""
        return self.select_related("organisation__parent", "user").order_by("-valid_from", "role", "pk")

    def grant(self, user, organisation, role):
        """The role in force from today, unless the user holds it already, or will."""
        if not self.lasting().filter(user=user, organisation=organisation, role=role).exists():
            self.create(user=user, organisation=organisation, role=role)

    def give(self, user, organisation, role, *, by, valid_to=None, tell=True):
        """The role from today on. ``by`` is who gives it, None for the portal itself (the command line). Who waits
        without an invitation that works gets a new one.

        Raises PermissionDenied (a closed account gets none), HeldAlready.
        """
        with transaction.atomic():
            wait_for_each_other(user, by)
            user.refresh_from_db(fields=["is_active", "password"])
            if not user.is_active:
                raise PermissionDenied
            check(by, user, organisation, role)
            if self.lasting().filter(user=user, organisation=organisation, role=role).exists():
                raise HeldAlready
            try:
                with transaction.atomic():
                    made = self.create(
                        user=user, organisation=organisation, role=role, valid_to=valid_to, changed_by=by
                    )
            except IntegrityError:  # two gave it at once
                raise HeldAlready from None
            late = tell and user.waits and not Invitation.objects.open_for(user)
            made.note("role_given", tell and not late)
            if late:  # the role is of no use without a way in
                user.send_invitation(by=by)
            return made


class Membership(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation or unit")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_to = models.DateField(_("valid to, that day included"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended before that"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # one more at every change
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(  # nobody: the portal itself
        User, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user", "organisation", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="role_once_per_organisation",
                fields=["user", "organisation", "role", "valid_from"],
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("The user has this role here from that day already."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"

    def is_lasting(self, today=None):
        today = today or timezone.localdate()
        return self.ended_at is None and (self.valid_to is None or self.valid_to >= today)

    @property
    def last_day(self):
        """The day it was over, or will be; None when no end is known."""
        return timezone.localdate(self.ended_at) if self.ended_at else self.valid_to

    # ------------------------------------------------------------ verbs
    def end(self, *, by, version, tell=True):
        """Over now: the person's next request meets it no more. Raises PermissionDenied, Meanwhile."""
        self._change("role_ended", by, version, tell, ended_at=timezone.now())

    def set_last_day(self, day, *, by, version):
        """``day`` is the last one, None for no end. Raises PermissionDenied, Meanwhile."""
        self._change("role_changed", by, version, valid_to=day)

    @transaction.atomic
    def _change(self, action, by, version, tell=True, **values):
        wait_for_each_other(self.user, by)
        check(by, self.user, self.organisation, self.role)
        now = timezone.now()
        same = Membership.objects.lasting().filter(pk=self.pk, version=version)
        if not same.update(**values, version=version + 1, changed_at=now, changed_by=by):
            raise Meanwhile
        self.refresh_from_db(fields=["valid_to", "ended_at", "version", "changed_at", "changed_by"])
        told = bool(self.ended_at) and self.user.uninvite_without_role()
        self.note(action, tell and not told)

    def note(self, action, tell):
        """The line of the log, and the message to the person."""
        fields = [f"role: {self.role}", f"organisation: {self.organisation_id} {self.organisation}"]
        if self.valid_to:
            fields.append(f"last day: {self.valid_to}")
        trail.write(action, subject=("person", self.user_id), fields=fields)
        if tell:
            self.user.tell("roles_changed", f"{self.pk}:{self.version}")


def check(by, user, organisation, role):
    """Raises PermissionDenied unless ``by`` may give this person this role there, by what is in force now."""
    if by is None:
        return
    held = Membership.objects.held_by(by).roles()
    if not may_give(held, role, organisation.lineage(), to_self=by.pk == user.pk):
        raise PermissionDenied
