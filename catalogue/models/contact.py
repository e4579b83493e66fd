"""How to reach a service: phone, e-mail, web page or e-service."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fields.identifiers import validate_phone


class Contact(models.Model):
    class Kind(models.TextChoices):
        PHONE = "phone", _("phone")
        EMAIL = "email", _("e-mail")
        WEB = "web", _("web page")
        E_SERVICE = "e_service", _("e-service")

    class Purpose(models.TextChoices):
        INFO = "info", _("ask and read more")
        BOOKING = "booking", _("book a time")
        SIGN_UP = "sign_up", _("sign up")

    service = models.ForeignKey("Service", models.CASCADE, related_name="contacts", verbose_name=_("service"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, default=Purpose.INFO)
    value = models.CharField(_("number or address"), max_length=500)
    label = models.CharField(_("whose it is"), max_length=150, blank=True)
    hours = models.CharField(_("when it is answered"), max_length=150, blank=True)
    language = models.ForeignKey(
        "Language",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only in this language"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_says_something",
                condition=~Q(value=""),
                violation_error_message=_("Write a number or an address."),
            ),
            models.CheckConstraint(
                name="web_contact_is_a_web_address",
                condition=~Q(kind__in=["web", "e_service"])
                | Q(value__startswith="https://")
                | Q(value__startswith="http://"),
                violation_error_message=_("A web address begins with https://."),
            ),
        ]

    def __str__(self):
        return self.value

    def clean(self):
        check = {
            self.Kind.PHONE: validate_phone,
            self.Kind.EMAIL: validate_email,
            self.Kind.WEB: URLValidator(schemes=["http", "https"]),
            self.Kind.E_SERVICE: URLValidator(schemes=["http", "https"]),
        }.get(self.kind)
        if check and self.value:
            try:
                check(self.value)
            except ValidationError as error:
                raise ValidationError({"value": error}) from None
