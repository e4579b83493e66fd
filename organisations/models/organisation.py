"""Organisations of every kind and their units."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from fields.collation import alphabetical
from fields.identifiers import validate_business_id, validate_phone
from fields.text import text
from organisations.granting import EVERYWHERE, RULES

from .area import Municipality

DEPTH = 3  # an organisation, its unit, that unit's unit


class OrganisationQuerySet(models.QuerySet):
    def with_units_of(self, organisations):
        """These organisations and every unit under them."""
        ids = list(organisations.values_list("pk", flat=True))
        under = Q(pk__in=ids)
        for level in range(1, DEPTH):
            under |= Q(**{"__".join(["parent"] * level) + "__in": ids})
        return self.filter(under)

    def edited_by(self, user):
        """Whose records this user may change: everyone's for a coordinator, else the own ones' and their units'."""
        if user.is_superuser:
            return self.all()
        from .membership import Membership, Role

        held = Membership.objects.held_by(user)
        if held.filter(role=Role.COORDINATOR).exists():
            return self.all()
        own = Organisation.objects.filter(pk__in=held.filter(role__in=Role.editing()).values("organisation"))
        return self.with_units_of(own)

    def peopled_by(self, user):
        """Where this user decides on roles: everywhere, in the own ones and their units, or nowhere."""
        from .membership import Membership

        rules = [(RULES[role], pk) for role, pk in Membership.objects.held_by(user).roles() if role in RULES]
        if any(rule.where == EVERYWHERE for rule, _pk in rules):
            return self.all()
        return self.with_units_of(Organisation.objects.filter(pk__in=[pk for _rule, pk in rules]))

    def for_choice(self, language):
        """In the order of names; a unit under what it belongs to."""
        name = f"name_{language}"
        above = Coalesce(f"parent__{name}", "parent__name_fi", name, "name_fi")
        return self.select_related("parent").order_by(
            alphabetical(above), "parent", alphabetical(Coalesce(name, "name_fi")), "pk"
        )

    def bring_public_bodies(self, rows):
        """The county's own organisation and its municipalities', once each; returns how many are new.

        Rows: kind, municipality_id (None for the county), names and website.
        """
        new = 0
        for row in rows:
            have = self.filter(kind=row["kind"], municipality_id=row["municipality_id"])
            if not have.exists():
                self.create(**row)
                new += 1
        return new

    def page(self, pk):
        """An organisation (None when there is none) and its units, one query."""
        rows = self.filter(Q(pk=pk) | Q(parent=pk)).select_related("parent", "municipality")
        rows = list(rows.order_by("name_fi", "pk"))
        return next((row for row in rows if row.pk == pk), None), [row for row in rows if row.pk != pk]

    def phone_of_the_county(self):
        """The number of the wellbeing services county's own organisation; empty when none is known."""
        county = self.filter(kind=Organisation.Kind.COUNTY).exclude(phone="").order_by("pk")
        return county.values_list("phone", flat=True).first() or ""

    def practice_home(self, kind):
        """Where practice accounts belong: the county's own, or Hamina's, else the first municipality's."""
        found = self.filter(kind=kind).order_by("name_fi", "pk")
        if kind == Organisation.Kind.MUNICIPALITY:
            found = found.filter(municipality__in=Municipality.objects.here())
        return found.filter(municipality_id="075").first() or found.first()

    def by_name(self, language):
        return self.order_by(alphabetical(f"name_{language}"), "pk")


class Organisation(models.Model):
    class Kind(models.TextChoices):
        COUNTY = "county", _("wellbeing services county")
        MUNICIPALITY = "municipality", _("municipality")
        NGO = "ngo", _("NGO, association")
        PARISH = "parish", _("parish")
        COMPANY = "company", _("company")
        STATE = "state", _("state")
        OTHER = "other", _("other organisation")
        UNIT = "unit", _("unit of an organisation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("unit of")
    )
    name = models.CharField(_("name"), max_length=150)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("home municipality"),
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[validate_phone])
    email = models.EmailField(_("e-mail"), blank=True)
    business_id = models.CharField(
        _("business ID"), max_length=9, null=True, blank=True, unique=True, validators=[validate_business_id]
    )
    ptv_id = models.UUIDField(_("id in the national service registry"), null=True, blank=True, unique=True)
    oid = models.CharField(
        "OID",
        max_length=100,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^[0-2](\.\d+)+$")],
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_fi", "pk"]
        constraints = [
            models.CheckConstraint(
                name="organisation_has_a_name",
                condition=Q(name_fi__isnull=False) & ~Q(name_fi="")
                | Q(name_sv__isnull=False) & ~Q(name_sv=""),
                violation_error_message=_("Write the name in Finnish or in Swedish."),
            ),
            models.CheckConstraint(
                name="unit_stands_under_another",
                condition=Q(kind="unit", parent__isnull=False) | ~Q(kind="unit") & Q(parent__isnull=True),
                violation_error_message=_("A unit stands under another organisation, and only a unit does."),
            ),
            models.CheckConstraint(
                name="organisation_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                violation_error_message=_("An organisation cannot stand under itself."),
            ),
            models.CheckConstraint(
                name="municipal_organisation_has_municipality",
                condition=~Q(kind="municipality") | Q(municipality__isnull=False),
                violation_error_message=_("A municipality's organisation is linked to its municipality."),
            ),
            models.UniqueConstraint(
                name="one_organisation_per_municipality",
                fields=["municipality"],
                condition=Q(kind="municipality"),
                violation_error_message=_("This municipality has its organisation already."),
            ),
        ]

    def __str__(self):
        return text(self, "name")

    def clean(self):
        """Units at most DEPTH levels deep and never in a circle."""
        from django.core.exceptions import ValidationError

        above, level = self.parent, 1
        while above is not None:
            level += 1
            if level > DEPTH or above.pk == self.pk:
                raise ValidationError(
                    {"parent": _("Units can stand at most two levels under an organisation.")}
                )
            above = above.parent

    def lineage(self):
        """The ids of this organisation and of all that stand above it."""
        found, above = [self.pk], self
        while above.parent_id and above.parent_id not in found:
            above = above.parent
            found.append(above.pk)
        return found

    def get_absolute_url(self, language=None):
        with override(language or get_language()):
            return reverse("organisation", args=[self.pk, self.slug])

    @property
    def slug(self):
        return slugify(text(self, "name")) or "-"
