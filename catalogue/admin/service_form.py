"""The form of a service: which states it may move to, and why it cannot be published yet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Service
from catalogue.models.choices import Status

# From each state to the others a person may choose. What was public once is never a draft again:
# its address answers "no longer here" instead of "never was".
MOVES = {
    None: [Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED],
    Status.DRAFT: [Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED],
    Status.IN_REVIEW: [Status.IN_REVIEW, Status.DRAFT, Status.PUBLISHED],
    Status.PUBLISHED: [Status.PUBLISHED, Status.ARCHIVED],
    Status.ARCHIVED: [Status.ARCHIVED, Status.PUBLISHED],
}


class ServiceForm(forms.ModelForm):
    class Meta:
        model = Service
        fields = []  # the admin's fieldsets say which
        help_texts = {
            "summary_fi": _("Shown in the list of results, at most 150 characters."),
            "summary_sv": _("Shown in the list of results, at most 150 characters."),
            "status": _(
                "A published service is public at once. "
                "An archived one leaves the lists, and its page says so."
            ),
            "area": _("Whose residents the service is meant for."),
            "classes": _("The themes of the service follow from its classes."),
            "companion": _("One may bring somebody along."),
        }

    status_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        saved = self.instance.status if self.instance.pk else None
        self.initial["status_seen"] = saved or ""
        self.overtaken = saved is not None and self.data.get("status_seen", saved) != saved
        if self.overtaken:  # what was typed stays, but the state is the present one
            self.data = self.data.copy()
            self.data["status"] = self.data["status_seen"] = saved
        if "status" in self.fields:
            self.fields["status"].choices = [(state.value, state.label) for state in MOVES[saved]]

    def clean(self):
        if self.overtaken:
            self.add_error("status", _("Somebody changed the state meanwhile. Look at the new situation."))
        return super().clean()

    def _post_clean(self):
        """After the answers are laid into the record: is it ready for residents?"""
        super()._post_clean()
        if self.instance.status == Status.PUBLISHED and not self.errors:
            lists = {name: self.cleaned_data.get(name) for name in ("municipalities", "classes")}
            for problem in self.instance.problems(**lists):
                self.add_error("status", problem)
