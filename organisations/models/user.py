"""People who sign in. Residents never do."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fields.identifiers import validate_phone
from outbox import sending

from .people import PeopleQuerySet, Person


class UserManager(BaseUserManager.from_queryset(PeopleQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def practising(self):
        """The practice accounts of a demo."""
        return self.filter(practice=True, is_active=True)

    def practise(self, email, name, **more):
        """The practice account of this address, made when missing: without password, signed in by its own door."""
        self.filter(email=email, practice=True).update(is_active=True)  # somebody may have tried closing it
        user = self.filter(email=email, practice=True).first()
        return user or self.create_user(email, None, name=name, practice=True, **more)

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)


class User(Person, AbstractBaseUser, PermissionsMixin):
    class Language(models.TextChoices):
        FI = "fi", "suomi"
        SV = "sv", "svenska"

    class Told(models.TextChoices):
        ACT = "act", _("At once when I must act, the rest once a day")
        ALL = "all", _("Everything at once")
        DIGEST = "digest", _("Everything once a day")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(
        _("language of messages"), max_length=2, choices=Language, default=Language.FI
    )
    told = models.CharField(_("messages about referrals"), max_length=6, choices=Told, default=Told.ACT)
    # At work, as referrals name them; the person's own words.
    title = models.CharField(pgettext_lazy("of a person", "title"), max_length=80, blank=True)
    phone = models.CharField(_("work phone"), max_length=20, blank=True, validators=[validate_phone])
    is_active = models.BooleanField(_("may sign in"), default=True)
    practice = models.BooleanField(
        _("practice account"), default=False, editable=False
    )  # signs in only in a demo
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="email_unique_whatever_its_case",
                violation_error_message=_("Somebody has this e-mail address already."),
            )
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def spoken(self):
        """The language of messages and the addresses in them: the person's own, where the portal speaks it."""
        return self.language if self.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    def speak(self, language):
        """Messages come in this language from now on."""
        self.language = language
        self.save(update_fields=["language"])

    def hear(self, told):
        """Messages about referrals come like this from now on."""
        self.told = told
        self.save(update_fields=["told"])

    def work_as(self, title, phone):
        """Title and phone at work; referrals sent from now on name these."""
        self.title, self.phone = title, phone
        self.save(update_fields=["title", "phone"])

    def move_to(self, email):
        """Signs in and hears of everything at this address from now on; links that went to the old one open nothing.
        False when somebody has it, or the person's address was changed meanwhile.
        """
        from .invitation import Invitation

        mine = type(self).objects.filter(pk=self.pk, email=self.email, is_active=True)
        try:
            with transaction.atomic():
                if not mine.update(email=email):
                    return False
                Invitation.objects.revoke(self)
        except IntegrityError:
            return False
        self.email = email
        return True

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    def tell(self, kind, mark):
        """A message to this person; ``mark`` tells it from others of its kind."""
        key, receiver = f"{kind}:{mark}", (self.pk, self.name)
        sending.put(kind, key=key, address=self.email, language=self.spoken, receiver=receiver)
