"""Kinds of referral as data: exercise, wellbeing, culture and whatever a county adds."""

from collections import defaultdict

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models import Theme
from fields.facts import Facts
from fields.text import text

CODE = RegexValidator(r"^[a-z][a-z0-9_]*$")


class KindQuerySet(Facts, models.QuerySet):
    def active(self):
        return self.filter(active=True)

    def in_order(self):
        return self.order_by("position", "pk")

    def for_themes(self, themes):
        """Kinds that a service of these themes leads to."""
        return self.filter(themes__in=themes).distinct()


class Kind(models.Model):
    code = models.CharField(_("code"), max_length=30, primary_key=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=100)  # Liikuntalähete, Remiss till motionsrådgivning
    short_name = models.CharField(_("short name"), max_length=40)  # Liikunta, Motion
    advice = models.CharField(_("what the client gets"), max_length=200, blank=True)  # in one sentence, by du
    adviser = models.CharField(_("title of the adviser"), max_length=60)  # starts a sentence: Liikuntaneuvoja
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    asks_safety = models.BooleanField(_("asks whether exercise is safe"), default=False)
    asks_activity = models.BooleanField(_("asks how much the client moves"), default=False)
    asks_wellbeing = models.BooleanField(_("offers WHO-5 at the start"), default=True)
    active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = KindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of referral")
        verbose_name_plural = _("kinds of referral")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="kind_of_referral_has_both_names",
                condition=Q(name_fi__isnull=False, name_sv__isnull=False) & ~Q(name_fi="") & ~Q(name_sv=""),
                violation_error_message=_("A kind of referral has a Finnish and a Swedish name."),
            )
        ]

    def __str__(self):
        return text(self, "name")


class ChoiceQuerySet(Facts, models.QuerySet):
    def offered(self, kind):
        """Of every group; ``in_groups`` parts them."""
        return self.filter(active=True, kinds=kind).order_by("position", "pk")

    def in_groups(self):
        """``{group: its choices}``, empty where there are none."""
        groups = defaultdict(list)
        for one in self:
            groups[one.group].append(one)
        return groups

    def named(self, codes):
        return self.filter(code__in=codes)

    def in_order(self):
        return self.order_by("group", "position", "pk")


class Choice(models.Model):
    """What can be ticked when a referral is made. Never a diagnosis; a code of a national system where one is known."""

    class Group(models.TextChoices):
        REASON = "reason", _("reason")
        GOAL = "goal", _("goal")
        WISH = "wish", _("what would make it easier")
        BARRIER = "barrier", _("what makes it hard")

    group = models.CharField(_("group"), max_length=8, choices=Group)
    code = models.CharField(_("code"), max_length=30, unique=True, validators=[CODE])
    system = models.CharField(_("code system"), max_length=100, blank=True)
    system_code = models.CharField(_("code in that system"), max_length=30, blank=True)
    name = models.CharField(_("name"), max_length=100)
    kinds = models.ManyToManyField(Kind, related_name="choices", verbose_name=_("kinds of referral"))
    active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["group", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="choice_of_a_known_group",
                condition=Q(group__in=["reason", "goal", "wish", "barrier"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                name="choice_has_both_names",
                condition=Q(name_fi__isnull=False, name_sv__isnull=False) & ~Q(name_fi="") & ~Q(name_sv=""),
                violation_error_message=_("A choice has a Finnish and a Swedish name."),
            ),
            models.CheckConstraint(
                name="choice_code_with_its_system",
                condition=Q(system="", system_code="") | ~Q(system="") & ~Q(system_code=""),
                violation_error_message=_("Give both the code system and the code, or neither."),
            ),
        ]

    def __str__(self):
        return text(self, "name")


class QuestionQuerySet(Facts, models.QuerySet):
    def asked(self, kind):
        return self.filter(kind=kind, active=True).order_by("position", "pk")


class Question(models.Model):
    """A question of one kind beside the common ones."""

    class Answer(models.TextChoices):
        TEXT = "text", pgettext_lazy("answer", "words")
        YES_NO = "yes_no", _("yes or no")

    kind = models.ForeignKey(
        Kind, models.CASCADE, related_name="questions", verbose_name=_("kind of referral")
    )
    code = models.CharField(_("code"), max_length=30, validators=[CODE])
    words = models.CharField(_("question"), max_length=200)
    answer = models.CharField(_("answered with"), max_length=6, choices=Answer, default=Answer.TEXT)
    active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="question_once_per_kind",
                fields=["kind", "code"],
                violation_error_message=_("This kind has a question of that code already."),
            ),
            models.CheckConstraint(
                name="question_in_both_languages",
                condition=Q(words_fi__isnull=False, words_sv__isnull=False)
                & ~Q(words_fi="")
                & ~Q(words_sv=""),
                violation_error_message=_("A question stands in Finnish and in Swedish."),
            ),
            models.CheckConstraint(
                name="question_answered_as_known",
                condition=Q(answer__in=["text", "yes_no"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
        ]

    def __str__(self):
        return text(self, "words")
