"""A service: what, for whom, where, when, what it costs, how to take part, who answers for it."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from fields.text import text
from organisations.models import Municipality, Organisation

from .choices import Access, Area, Format, PriceKind, Provenance, Status, VerifiedHow
from .place import Place
from .service_set import ServiceQuerySet
from .theme import Theme
from .vocabulary import Keyword, Language, LifeEvent, ServiceClass, TargetGroup

UNKNOWN_REVIEW_DAYS = 180
TEXTS = ("name", "summary", "description", "for_whom", "how_to", "first_visit", "price")


class Service(models.Model):
    provider = models.ForeignKey(
        Organisation, models.PROTECT, related_name="services", verbose_name=_("provider")
    )
    producers = models.ManyToManyField(
        Organisation, blank=True, related_name="produced_services", verbose_name=_("other producers")
    )
    # texts, per language
    name = models.CharField(_("name"), max_length=100)
    summary = models.CharField(_("summary in one sentence"), max_length=150, blank=True)
    description = models.TextField(_("what it is"), max_length=5000, blank=True)
    for_whom = models.TextField(_("for whom"), max_length=1000, blank=True)
    how_to = models.TextField(_("how to take part"), max_length=2000, blank=True)
    first_visit = models.TextField(_("what happens the first time"), max_length=2000, blank=True)
    price = models.CharField(_("price in words"), max_length=300, blank=True)
    # what kind
    price_kind = models.CharField(_("price"), max_length=6, choices=PriceKind, blank=True)
    access_kind = models.CharField(_("how to take part"), max_length=8, choices=Access)
    format = models.CharField(_("what kind"), max_length=10, choices=Format, blank=True)
    on_site = models.BooleanField(_("On site"), default=True)
    remote = models.BooleanField(_("Remote"), default=False)
    at_home = models.BooleanField(_("At home"), default=False)
    by_phone = models.BooleanField(_("By phone"), default=False)
    # barriers answered up front
    evening = models.BooleanField(_("Evenings"), default=False)
    step_free = models.BooleanField(_("Step-free"), default=False)
    companion = models.BooleanField(_("Bring a companion"), default=False)
    women_only = models.BooleanField(_("Women only"), default=False)
    beginners = models.BooleanField(_("Beginners welcome"), default=False)
    public_transport = models.BooleanField(_("By public transport"), default=False)
    equipment = models.BooleanField(_("Equipment lent"), default=False)
    # where it stands among others
    classes = models.ManyToManyField(ServiceClass, related_name="services", verbose_name=_("service classes"))
    themes = models.ManyToManyField(Theme, editable=False, related_name="services", verbose_name=_("themes"))
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="services", verbose_name=_("target groups")
    )
    life_events = models.ManyToManyField(
        LifeEvent, blank=True, related_name="services", verbose_name=_("life events")
    )
    keywords = models.ManyToManyField(
        Keyword, blank=True, related_name="services", verbose_name=_("keywords")
    )
    area = models.CharField(_("area"), max_length=14, choices=Area)
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="services", verbose_name=_("municipalities")
    )
    places = models.ManyToManyField(Place, blank=True, related_name="services", verbose_name=_("places"))
    languages = models.ManyToManyField(
        Language, blank=True, related_name="services", verbose_name=_("languages in which it is given")
    )
    # state and dates
    status = models.CharField(_("state"), max_length=9, choices=Status, default=Status.DRAFT)
    provenance = models.CharField(
        _("where the record is kept"),
        max_length=13,
        choices=Provenance,
        default=Provenance.HERE,
        editable=False,
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    content_changed_at = models.DateTimeField(_("content changed"), default=timezone.now, editable=False)
    verified_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    verified_for = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed in the name of"),
    )
    verified_how = models.CharField(
        _("how it was confirmed"), max_length=11, choices=VerifiedHow, blank=True, editable=False
    )
    next_review_on = models.DateField(_("next confirmation due"), null=True, blank=True, editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name_fi", "pk"]
        indexes = [
            models.Index(fields=["status", "-created_at"], name="service_status_newest"),
            models.Index(fields=["next_review_on"], name="service_next_review"),
        ]
        constraints = [
            models.CheckConstraint(
                name="service_has_a_name",
                condition=Q(name_fi__isnull=False) & ~Q(name_fi="")
                | Q(name_sv__isnull=False) & ~Q(name_sv=""),
                violation_error_message=_("Write the name in Finnish or in Swedish."),
            ),
            *[
                models.UniqueConstraint(
                    name=f"service_name_once_per_provider_{code}",
                    fields=["provider", f"name_{code}"],
                    condition=Q(**{f"name_{code}__isnull": False}) & ~Q(**{f"name_{code}": ""}),
                    violation_error_message=_("The provider has a service of this name already."),
                )
                for code in settings.MODELTRANSLATION_LANGUAGES
            ],
            models.CheckConstraint(
                name="service_given_somehow",  # a register may not know how
                condition=Q(on_site=True)
                | Q(remote=True)
                | Q(at_home=True)
                | Q(by_phone=True)
                | Q(provenance__in=["ptv", "lipas", "linked_events"]),
                violation_error_message=_("Choose at least one way: on site, remote, at home or by phone."),
            ),
            models.CheckConstraint(
                name="verified_when_by_whom_and_how",
                condition=Q(
                    verified_at__isnull=True,
                    verified_by__isnull=True,
                    verified_for__isnull=True,
                    verified_how="",
                    next_review_on__isnull=True,
                )
                | Q(
                    verified_at__isnull=False,
                    verified_by__isnull=False,
                    verified_for__isnull=False,
                    next_review_on__isnull=False,
                )
                & ~Q(verified_how=""),
                violation_error_message=_(
                    "A confirmation has its time, its person, its way and the next date."
                ),
            ),
            *[
                models.CheckConstraint(
                    name=f"service_{field}_from_the_list",
                    condition=Q(**{f"{field}__in": allowed}),
                    violation_error_message=_("Choose an answer from the list."),
                )
                for field, allowed in {
                    "price_kind": ["", *PriceKind.values],
                    "access_kind": Access.values,
                    "format": ["", *Format.values],
                    "area": Area.values,
                    "status": Status.values,
                    "provenance": Provenance.values,
                }.items()
            ],
        ]

    def __str__(self):
        return text(self, "name")

    # ------------------------------------------------------------ addresses
    def get_absolute_url(self, language=None):
        with override(language or get_language()):
            return reverse("service", args=[self.pk, self.slug])

    @property
    def slug(self):
        return slugify(text(self, "name")) or "-"

    # ------------------------------------------------------------ what is public
    @property
    def is_public(self):
        return self.status == Status.PUBLISHED

    @property
    def is_gone(self):
        """It was public once: the address answers 410 with alternatives."""
        return self.status == Status.ARCHIVED

    def problems(self, municipalities=None, classes=None):
        """Why the service cannot be published yet: sentences for its editor.

        A form gives the lists it is about to save; without them the saved ones count.
        """
        municipalities = self.municipalities.all() if municipalities is None else municipalities
        classes = self.classes.all() if classes is None else classes
        found = []
        if not text(self, "summary"):
            found.append(_("Write the summary: what it is, in one sentence."))
        if self.area == Area.MUNICIPALITIES and not municipalities:
            found.append(_("Choose at least one municipality, or the whole county."))
        if not classes:
            found.append(_("Choose at least one service class."))
        return found

    # ------------------------------------------------------------ verbs
    @transaction.atomic
    def publish(self, *, by, now=None):
        """Make the service public. Raises ValueError while it has problems."""
        if problems := self.problems():
            raise ValueError("; ".join(str(problem) for problem in problems))
        self._move(Status.PUBLISHED, by)

    @transaction.atomic
    def archive(self, *, by, now=None):
        self._move(Status.ARCHIVED, by)

    def _move(self, status, by):
        self.status = status
        self._history_user = by
        self.save(update_fields=["status"])
        if by is not None:
            from catalogue.imports.corrections import note

            note(self)
        self.refresh()  # last: the page also says that the record was corrected here

    @transaction.atomic
    def verify(self, *, by, organisation, how, now=None):
        """Somebody who knows says that the content is right. Fixing a typo or importing never does this.

        ``organisation`` is in whose name, ``how`` a VerifiedHow; the next date follows the format.
        """
        now = now or timezone.now()
        self.verified_at, self.verified_by, self.verified_for, self.verified_how = now, by, organisation, how
        self.next_review_on = timezone.localdate(now) + timedelta(days=self._review_days(now))
        self._history_user = by
        self.save(
            update_fields=["verified_at", "verified_by", "verified_for", "verified_how", "next_review_on"]
        )
        self.refresh()

    def _review_days(self, now):
        """Days to the next confirmation: the end of the season when that comes sooner."""
        days = Format(self.format).review_days if self.format else UNKNOWN_REVIEW_DAYS
        ends = [row.valid_to for row in self.schedules.all() if row.valid_to]
        left = [(end - timezone.localdate(now)).days for end in ends]
        return min([days, *[days_left for days_left in left if days_left > 0]])

    def changed(self, *, now=None):
        """The content is another than before: move the date. It does not verify."""
        self.content_changed_at = now or timezone.now()
        Service.objects.filter(pk=self.pk).update(content_changed_at=self.content_changed_at)

    def refresh(self):
        """Bring what is derived up to date: themes, the index of the search, what the pages say."""
        Service.objects.filter(pk=self.pk).refresh()
        getattr(self, "_prefetched_objects_cache", {}).pop("themes", None)
