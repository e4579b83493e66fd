"""The forms of a pathway and its rows: stages are named by their keys, so that new ones can be joined at once."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Status
from organisations.admin.guard import RowsForm
from pathways.models import Pathway, Stage, Transition

# What was public once is never a draft again: its address answers "no longer here" instead of "never was".
MOVES = {
    None: [Status.DRAFT, Status.PUBLISHED],
    Status.DRAFT: [Status.DRAFT, Status.PUBLISHED],
    Status.PUBLISHED: [Status.PUBLISHED, Status.ARCHIVED],
    Status.ARCHIVED: [Status.ARCHIVED, Status.PUBLISHED],
}


class PathwayForm(forms.ModelForm):
    class Meta:
        model = Pathway
        fields = []  # the admin's fieldsets say which
        help_texts = {
            "key": _("A short name that never changes, such as exercise."),
            "slug_fi": _("The last part of the page's address. The former address leads to the new one."),
            "slug_sv": _("The last part of the page's address. The former address leads to the new one."),
            "easy_fi": _("Four to eight short sentences in easy language."),
            "easy_sv": _("Four to eight short sentences in easy language."),
            "status": _("A published pathway is public at once. Nothing is lost when it is not ready yet."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        saved = self.instance.status if self.instance.pk else None
        if "status" in self.fields:
            self.fields["status"].choices = [(state.value, state.label) for state in MOVES[saved]]

    def _post_clean(self):
        """The rows are checked after the pathway, and together with it."""
        super()._post_clean()
        self.instance.themes_to_come = self.cleaned_data.get("themes", [])


class Keys(forms.TextInput):
    """A text field that offers the keys of the stages; any other may be written."""

    offered = ()

    def render(self, name, value, attrs=None, renderer=None):
        attrs = {**(attrs or {}), "list": f"{(attrs or {}).get('id', name)}_keys", "autocomplete": "off"}
        field = super().render(name, value, attrs, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', self.offered)
        return format_html('{}<datalist id="{}">{}</datalist>', field, attrs["list"], options)


class WayForm(forms.ModelForm):
    """A transition: from which stage to which, by their keys."""

    from_key = forms.CharField(label=_("From the stage (key)"), max_length=30, widget=Keys)
    to_key = forms.CharField(label=_("To the stage (key)"), max_length=30, widget=Keys)

    class Meta:
        model = Transition
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["from_key"] = self.instance.from_stage.key
            self.initial["to_key"] = self.instance.to_stage.key

    def _post_clean(self):
        """The stages may be new: the whole is checked with them (``WaysForm.clean``), not this row alone."""
        self._validate_unique = False
        self.instance.condition_fi = self.cleaned_data.get("condition_fi", "")
        self.instance.condition_sv = self.cleaned_data.get("condition_sv", "")

    @property
    def ends(self):
        return self.cleaned_data.get("from_key"), self.cleaned_data.get("to_key")

    @property
    def always(self):
        return not any(self.cleaned_data.get(f"condition_{code}") for code in ("fi", "sv"))

    def save(self, commit=True):
        stages = {stage.key: stage for stage in Stage.objects.of(self.instance.pathway)}
        self.instance.from_stage, self.instance.to_stage = (stages[key] for key in self.ends)
        return super().save(commit)


class WaysForm(RowsForm):
    """The transitions, checked with the stages and lanes that are about to be saved (``beside``)."""

    beside = ()

    def clean(self):
        super().clean()
        if any(rows.errors and any(rows.errors) for rows in self.beside) or any(self.errors):
            return
        lanes, stages = ([form.instance for form in kept(rows)] for rows in self.beside)
        ways = [form.ends for form in kept(self)]
        found = [*self._broken(stages)]
        if not found and self.instance.status == Status.PUBLISHED:
            themes = getattr(self.instance, "themes_to_come", None)
            found = self.instance.problems(lanes=lanes, stages=stages, ways=ways, themes=themes)
        if found:
            raise ValidationError([str(words) for words in found])

    def _broken(self, stages):
        """What even a draft cannot hold."""
        keys, seen, always = {stage.key for stage in stages}, set(), set()
        for form in kept(self):
            origin, to = form.ends
            for key in {origin, to} - keys:
                yield _("A way names a stage that the pathway does not have: %(key)s") % {"key": key}
            if origin == to:
                yield _("A way leads from a stage to another one. Now it leads back: %(key)s") % {
                    "key": origin
                }
            if (origin, to) in seen:
                yield _("There is a way between these stages already.")
            if form.always and origin in always:
                yield _("A stage has at most one way out without a condition.")
            seen.add((origin, to))
            always |= {origin} if form.always else set()

    def save(self, commit=True):
        """Rows that give up their place come before those that take one."""
        many = self.initial_form_count()
        gone = self.deleted_forms
        self.forms[:many] = sorted(self.forms[:many], key=lambda form: (form not in gone, form.always))
        del self._deleted_form_indexes  # Django remembers the deleted rows by their places
        return super().save(commit)


def kept(rows):
    """The rows of a formset that will be there after saving."""
    return [
        form
        for form in rows.forms
        if (form.has_changed() or form.instance.pk) and form not in rows.deleted_forms and form.cleaned_data
    ]
