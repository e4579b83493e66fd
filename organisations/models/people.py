"""People as others keep them: who sees whom, who comes in by invitation, whose account is closed and opened."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q

from audit import trail
from fields.collation import alphabetical
from organisations.granting import EVERYWHERE, RULES, may_give
from outbox import sending


class Closed(Exception):
    """The account of this address is closed."""


def _tables():
    from .membership import Membership, Role
    from .organisation import Organisation

    return Membership, Organisation, Role


class PeopleQuerySet(models.QuerySet):
    # ------------------------------------------------------------ words
    def visible_to(self, user):
        """Everybody for who decides on roles everywhere; else those with a role in the own organisations."""
        Membership, Organisation, _role = _tables()
        if decides_everywhere(user):
            return self.all()
        places = Organisation.objects.peopled_by(user).values("pk")
        return self.filter(_has(Membership.objects.recent().within(places)))

    def at(self, organisation):
        return self.filter(_has(_tables()[0].objects.lasting().filter(organisation=organisation)))

    def in_role(self, role):
        return self.filter(_has(_tables()[0].objects.lasting().filter(role=role)))

    def holding(self, role, organisations):
        """Who has the role today in one of these organisations (ids)."""
        held = _tables()[0].objects.valid().within(organisations).filter(role=role)
        return self.filter(_has(held), is_active=True)

    def has_address(self, email):
        return self.filter(email__iexact=email).exists()

    def only_this(self, person):
        return self.filter(pk=person.pk)

    def without(self, person_id):
        return self.exclude(pk=person_id)

    def working(self):
        """Who may sign in and has something to do here."""
        return self.filter(_has(_tables()[0].objects.lasting()), is_active=True)

    def without_role(self):
        return self.filter(~_has(_tables()[0].objects.lasting()), is_active=True)

    def in_state(self, state):
        """``without`` (may sign in, has no role), ``closed``, or those in use."""
        return {"without": self.without_role, "closed": self.closed}.get(state, self.working)()

    def closed(self):
        return self.filter(is_active=False)

    def called(self, words):
        """Whose name or address holds each of the words."""
        for word in words.split():
            self = self.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return self

    def for_list(self, places):
        """In the order of names, each with the lasting memberships in these organisations as ``roles_here``."""
        shown = _tables()[0].objects.lasting().within(places).for_page()
        return self.prefetch_related(Prefetch("memberships", shown, to_attr="roles_here")).order_by(
            alphabetical("name"), "pk"
        )

    def by_name(self):
        return self.order_by(alphabetical("name"), "pk")

    def names(self, ids):
        """``{id as text: name}``."""
        return {str(pk): name for pk, name in self.filter(pk__in=ids).values_list("pk", "name")}

    # ------------------------------------------------------------ verbs
    def invite(self, email, *, name, language, organisation, role, by, valid_to=None):
        """The person of the address, with the role. Who cannot sign in yet gets an invitation, others are told.

        Returns the person; its ``invitation`` is the one that was sent, or None. An account that is there keeps its
        name and language. Raises PermissionDenied, HeldAlready, Closed.
        """
        Membership = _tables()[0]
        with transaction.atomic():
            person, new = self._person(email.strip().lower(), name, language)
            wait_for_each_other(person, by)
            person.refresh_from_db(fields=["is_active", "password"])
            if not person.is_active:
                raise Closed
            if new:
                trail.write("invited", subject=("person", person.pk))
            told = not person.waits
            Membership.objects.give(person, organisation, role, by=by, valid_to=valid_to, tell=told)
            person.invitation = None if told else person.send_invitation(by=by)
        return person

    def _person(self, email, name, language):
        """``(person, whether new)``; two who invite one address at once meet in the same person."""
        found = self.filter(email__iexact=email).first()
        if found is not None:
            return found, False
        try:
            with transaction.atomic():
                return self.model._default_manager.create_user(
                    email, None, name=name, language=language
                ), True
        except IntegrityError:
            return self.get(email__iexact=email), False


class Person(models.Model):
    """What others do to an account. The columns stand in User."""

    class Meta:
        abstract = True

    @property
    def waits(self):
        """Whether the person has not yet accepted an invitation."""
        return self.is_active and not self.practice and not self.has_usable_password()

    def send_invitation(self, *, by):
        from .invitation import Invitation

        return Invitation.objects.send(self, by=by)

    def uninvite_without_role(self):
        """With the last role an open invitation ends, too. True when the person was told of that: who has never been
        in could do nothing with the news that roles have changed.
        """
        from .invitation import Invitation

        if self.is_superuser or self.memberships.lasting().exists():
            return False
        ended, unsent = Invitation.objects.revoke(self)
        if ended:
            trail.write("invitation_withdrawn", subject=("person", self.pk))
        if ended > unsent and self.waits:
            self.tell("invitation_withdrawn", uuid.uuid4())
        return bool(ended) and self.waits

    def invite_again(self, *, by):
        """A new invitation; an older one works no more. Raises PermissionDenied, Closed, Meanwhile."""
        if not may_manage(by, self):
            raise PermissionDenied
        if not self.is_active:
            raise Closed
        try:
            with transaction.atomic():
                trail.write("invited_again", subject=("person", self.pk))
                return self.send_invitation(by=by)
        except IntegrityError:  # two sent one at once
            from .membership import Meanwhile

            raise Meanwhile from None

    def close(self, *, by):
        """Signs in no more: every role ends, and with the password all sessions, links and messages that wait.

        Raises PermissionDenied, Meanwhile.
        """
        from allauth.usersessions.models import UserSession

        from .invitation import Invitation

        with transaction.atomic():
            wait_for_each_other(self, by)
            if not may_manage(by, self):
                raise PermissionDenied
            self.set_unusable_password()  # every session hangs on it
            self._set_active(False, password=self.password)
            for held in self.memberships.lasting().select_related("organisation__parent__parent"):
                held.end(by=by, version=held.version, tell=False)
            Invitation.objects.revoke(self)
            for session in UserSession.objects.filter(user=self):
                session.end()
            sending.stop(receiver=self.pk)
            trail.write("account_closed", subject=("person", self.pk))
            self.tell("account_closed", uuid.uuid4())

    def reopen(self, *, by):
        """May sign in again by a new invitation, without any role. Raises PermissionDenied, Meanwhile."""
        if not may_open(by, self):
            raise PermissionDenied
        with transaction.atomic():
            self._set_active(True)
            trail.write("account_opened", subject=("person", self.pk))
            self.send_invitation(by=by)

    def _set_active(self, value, **more):
        from .membership import Meanwhile

        same = type(self)._default_manager.filter(pk=self.pk, is_active=not value)
        if not same.update(is_active=value, **more):
            raise Meanwhile
        self.is_active = value


def _has(memberships):
    return Exists(memberships.filter(user=OuterRef("pk")))


def wait_for_each_other(person, by):
    """Of two who change each other's rights at once one is first, and what it checks next holds until it is done.

    Inside a transaction, before anything else of these people is locked. ``by`` may be None, the portal itself.
    """
    both = type(person)._default_manager.filter(pk__in={one.pk for one in (person, by) if one})
    list(both.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def decides_everywhere(user):
    held = _tables()[0].objects.held_by(user).roles()
    return any(RULES[role].where == EVERYWHERE for role, _place in held if role in RULES)


def may_open(by, person):
    """Whether ``by`` may open the person's closed account: a superuser's only who may close it, too."""
    return (
        by.pk != person.pk and decides_everywhere(by) and (not person.is_superuser or may_manage(by, person))
    )


def may_manage(by, person):
    """Whether ``by`` may close the person's account or invite anew: who may end every role that the person has."""
    Membership, _organisation, Role = _tables()
    if by.pk == person.pk:
        return False
    given = list(Membership.objects.held_by(by).roles())
    if person.is_superuser:
        return any(role == Role.ADMINISTRATOR for role, _place in given)
    theirs = list(person.memberships.lasting().select_related("organisation__parent__parent"))
    if not theirs:
        return decides_everywhere(by)
    return all(may_give(given, one.role, one.organisation.lineage(), to_self=False) for one in theirs)
