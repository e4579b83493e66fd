"""What the person at work may do: one answer per request, from memberships alone."""

from django.utils.functional import cached_property

from organisations.granting import RULES, may_give
from organisations.models import Organisation, Role

from .acting import memberships_of


class Desk:
    def __init__(self, user):
        self.user = user
        self.superuser = user.is_active and user.is_superuser
        self.held = held = memberships_of(user) if user.pk else []
        self.roles = {row.role for row in held}
        self._coordinated = [row.organisation for row in held if row.role == Role.COORDINATOR]
        self._edited = [row.organisation for row in held if row.role in Role.editing()]
        self.coordinator = self.superuser or bool(self._coordinated)
        self.editor = bool(self._edited)
        self._known = {}

    @property
    def open(self):
        return self.coordinator or self.editor

    @property
    def decides_on_people(self):
        return bool(self.roles & RULES.keys())

    def gives(self):
        """The roles that this person gives somewhere, in the order of the list."""
        given = set().union(*(RULES[role].gives for role in self.roles if role in RULES))
        return [role for role in Role if role in given]

    def may_give(self, role, organisation, person_id=None):
        """Whether this person gives the role there, or takes it away; ``person_id`` is whose it is."""
        held = [(row.role, row.organisation_id) for row in self.held]
        return may_give(held, role, organisation.lineage(), to_self=person_id == self.user.pk)

    @cached_property
    def _organisation_ids(self):
        return list(Organisation.objects.edited_by(self.user).values_list("pk", flat=True))

    def organisations(self):
        """Whose records may be changed here."""
        if self.coordinator:
            return Organisation.objects.all()
        return Organisation.objects.filter(pk__in=self._organisation_ids if self.open else [])

    def holds(self, record, own):
        """Whether the record is among ``own``; asked once per record and request."""
        key = (type(record), record.pk)
        if key not in self._known:
            self._known[key] = own.contains(record)
        return self._known[key]

    def confirms_for(self, provider):
        """In whose name the person confirms the provider's records: (organisation, as its owner?)."""
        above = provider
        while above is not None:
            if above in self._edited:
                return provider, True
            above = above.parent
        return (self._coordinated[0] if self._coordinated else provider), False


def desk(request):
    found = getattr(request, "_desk", None)
    if found is None or found.user != request.user:
        found = request._desk = Desk(request.user)
    return found
