"""A pathway: a customer journey as data, with who answers for it and when it was confirmed."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from catalogue.models import Service, Theme
from catalogue.models.choices import Status
from fields.text import text
from organisations.models import Organisation

from .checks import faults, lacking
from .choices import STATES, Referral, plain_key

REVIEW_DAYS = 180
TEXTS = (
    *("name", "slug", "lead", "for_whom", "gives", "duration", "easy"),
    *("bring_up", "questions", "print", "call"),
)
NEEDED = (
    "name",
    "slug",
    "lead",
    "for_whom",
    "duration",
    "easy",
)  # before it is shown, in Finnish and in Swedish


class PathwayQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def archived(self):
        return self.filter(status=Status.ARCHIVED)

    def in_order(self):
        return self.order_by("order", "key")

    def shown(self):
        """What the pages read: the public and the former ones with all that hangs on them, in a fixed number of
        queries.
        """
        return self.filter(status__in=[Status.PUBLISHED, Status.ARCHIVED]).in_order().with_rows()

    def with_rows(self):
        services = models.Prefetch("stages__services", Service.objects.only("pk").order_by("pk"))
        rows = ["themes", "lanes", "stages__search", services, "transitions"]
        return self.select_related("owner", "verified_for").prefetch_related(*rows)


class Pathway(models.Model):
    key = models.CharField(_("key"), validators=[plain_key], max_length=30, unique=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    # texts, per language
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=60, blank=True)
    lead = models.CharField(_("lead"), max_length=300, blank=True)
    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    gives = models.TextField(_("what it gives"), max_length=1000, blank=True)
    duration = models.CharField(_("duration"), max_length=80, blank=True)
    easy = models.TextField(_("easy language"), max_length=2000, blank=True)
    # for the professional, per language
    bring_up = models.TextField(_("how to bring it up"), max_length=2000, blank=True)
    questions = models.TextField(_("questions, one on each line"), max_length=2000, blank=True)
    print = models.TextField(_("what to print"), max_length=1000, blank=True)
    call = models.TextField(_("whom to call"), max_length=1000, blank=True)
    # where it stands
    themes = models.ManyToManyField(Theme, related_name="pathways", verbose_name=_("themes"))
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="pathways", verbose_name=_("who answers for it")
    )
    referral = models.CharField(_("kind of referral"), max_length=9, choices=Referral, blank=True)
    # state and dates
    status = models.CharField(
        _("state"),
        max_length=9,
        choices=[(state.value, state.label) for state in STATES],
        default=Status.DRAFT,
    )
    former_slugs = models.JSONField(_("former addresses"), default=list, blank=True, editable=False)
    content_hash = models.CharField(
        max_length=64, blank=True, editable=False
    )  # of the file it was loaded from
    changed_at = models.DateTimeField(_("content changed"), default=timezone.now, editable=False)
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
    next_review_on = models.DateField(_("next confirmation due"), null=True, blank=True, editable=False)

    objects = PathwayQuerySet.as_manager()

    class Meta:
        verbose_name = _("pathway")
        verbose_name_plural = _("pathways")
        ordering = ["order", "key"]
        constraints = [
            models.CheckConstraint(
                name="pathway_has_a_name",
                condition=Q(name_fi__isnull=False) & ~Q(name_fi="")
                | Q(name_sv__isnull=False) & ~Q(name_sv=""),
                violation_error_message=_("Write the name in Finnish or in Swedish."),
            ),
            *[
                models.UniqueConstraint(
                    name=f"pathway_address_once_{code}",
                    fields=[f"slug_{code}"],
                    condition=Q(**{f"slug_{code}__isnull": False}) & ~Q(**{f"slug_{code}": ""}),
                    violation_error_message=_("Another pathway has this address."),
                )
                for code in settings.MODELTRANSLATION_LANGUAGES
            ],
            models.CheckConstraint(
                name="pathway_public_has_an_address",
                condition=Q(status=Status.DRAFT)
                | Q(slug_fi__isnull=False) & ~Q(slug_fi="")
                | Q(slug_sv__isnull=False) & ~Q(slug_sv=""),
                violation_error_message=_("A public pathway has an address."),
            ),
            models.CheckConstraint(
                name="pathway_confirmed_when_and_by_whom",
                condition=Q(
                    verified_at__isnull=True,
                    verified_by__isnull=True,
                    verified_for__isnull=True,
                    next_review_on__isnull=True,
                )
                | Q(
                    verified_at__isnull=False,
                    verified_by__isnull=False,
                    verified_for__isnull=False,
                    next_review_on__isnull=False,
                ),
                violation_error_message=_("A confirmation has its time, its person and the next date."),
            ),
            models.CheckConstraint(
                name="pathway_status_from_the_list",
                condition=Q(status__in=[state.value for state in STATES]),
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                name="pathway_referral_from_the_list",
                condition=Q(referral__in=["", *Referral.values]),
                violation_error_message=_("Choose an answer from the list."),
            ),
        ]

    def __str__(self):
        return text(self, "name")

    # ------------------------------------------------------------ addresses
    def get_absolute_url(self, language=None):
        return self._address("pathway", language)

    def professional_address(self, language=None):
        return self._address("pathway_professional", language)

    def _address(self, name, language):
        language = language or get_language()
        with override(language):
            return reverse(name, args=[text(self, "slug", language) or self.key])

    @property
    def slugs(self):
        """Its present addresses in every language."""
        own = [getattr(self, f"slug_{code}") for code in settings.MODELTRANSLATION_LANGUAGES]
        return list(filter(None, own))

    def clean(self):
        super().clean()
        for code, _name in settings.LANGUAGES:
            slug = getattr(self, f"slug_{code}")
            with override(code):
                taken = slug and reverse("pathway", args=[slug]) == reverse("pathway_overview")
            if taken:
                words = _("The portal needs this address itself. Choose another.")
                raise ValidationError({f"slug_{code}": words})

    def save(self, *args, **kwargs):
        """What was an address once leads here for good."""
        if self.pk:
            columns = [f"slug_{code}" for code in settings.MODELTRANSLATION_LANGUAGES]
            before = Pathway.objects.filter(pk=self.pk).values_list(*columns).first() or ()
            kept = dict.fromkeys([*self.former_slugs, *filter(None, before)])
            self.former_slugs = [slug for slug in kept if slug not in self.slugs]
        super().save(*args, **kwargs)

    # ------------------------------------------------------------ what is public
    @property
    def is_public(self):
        return self.status == Status.PUBLISHED

    def problems(self, *, lanes=None, stages=None, ways=None, themes=None):
        """Why the pathway cannot be public: sentences for its editor.

        A form gives the rows it is about to save (``ways`` are pairs of keys of stages); without them the saved
        ones count.
        """
        themes = self.themes.all() if themes is None else themes
        lanes = list(self.lanes.all()) if lanes is None else lanes
        stages = list(self.stages.all()) if stages is None else stages
        ways = list(self._between()) if ways is None else ways
        found = [] if themes else [_("Choose at least one theme.")]
        return [*found, *lacking(self, NEEDED), *faults(lanes, stages, ways)]

    def _between(self):
        """Pairs of keys; a stage of another pathway has none here."""
        keys = {stage.pk: stage.key for stage in self.stages.all()}
        for way in self.transitions.all():
            yield tuple(keys.get(pk) or f"#{pk}" for pk in (way.from_stage_id, way.to_stage_id))

    # ------------------------------------------------------------ verbs
    @transaction.atomic
    def publish(self, *, by, now=None):
        """Make the pathway public. Raises ValueError while it has problems."""
        if problems := self.problems():
            raise ValueError("; ".join(str(problem) for problem in problems))
        self._move(Status.PUBLISHED, by)

    @transaction.atomic
    def archive(self, *, by, now=None):
        self._move(Status.ARCHIVED, by)

    def _move(self, status, by):
        self.status, self._history_user = status, by
        self.save(update_fields=["status"])

    def changed(self, *, now=None):
        """The content is another than before: move the date. It does not confirm."""
        self.changed_at = now or timezone.now()
        Pathway.objects.filter(pk=self.pk).update(changed_at=self.changed_at)

    @transaction.atomic
    def verify(self, *, by, organisation, now=None):
        """Somebody who knows says that the content is still right; ``organisation`` is in whose name."""
        now = now or timezone.now()
        self.verified_at, self.verified_by, self.verified_for = now, by, organisation
        self.next_review_on = timezone.localdate(now) + timedelta(days=REVIEW_DAYS)
        self._history_user = by
        self.save(update_fields=["verified_at", "verified_by", "verified_for", "next_review_on"])
