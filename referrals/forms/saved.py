"""A person's saved texts in a form: one is put into its field, and the form comes back as it was typed."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property

from referrals.models import SavedText


class SavedTexts:
    """What a form of a move has of them. ``uses`` says which texts suit which of its fields."""

    uses = {"text": SavedText.Field.NOTE}

    @cached_property
    def saved(self):
        """``[(field, its label, texts)]`` of those that fit; none for the coordinator, who writes about no client."""
        wanted = {name: use for name, use in self.uses.items() if name in self.fields}
        if not wanted or self.shown.letters == "K":
            return []
        texts = list(SavedText.objects.visible_to(self.shown.user).used_for(*wanted.values()))
        found = [
            (
                name,
                self.fields[name].label,
                [one for one in texts if one.field == use and self._fits(name, one)],
            )
            for name, use in wanted.items()
        ]
        return [row for row in found if row[2]]

    def _fits(self, name, one):
        return len(one.words) <= self.fields[name].max_length

    @property
    def puts(self):
        """Whether the form was sent to have a text put in, and not to do the move."""
        return self.is_bound and "put" in self.data

    @property
    def put_nothing(self):
        return self.puts and not self._chosen

    @cached_property
    def _chosen(self):
        """``(field, text)``; None when none was chosen, or not one of these."""
        wanted = self.data.get("saved", "")
        offered = [(name, one) for name, _label, texts in self.saved for one in texts]
        return next(((name, one) for name, one in offered if f"{name}:{one.pk}" == wanted), None)

    def put(self):
        """The text after what is typed there already; that field has the cursor."""
        if not self._chosen:
            return
        name, one = self._chosen
        lines = isinstance(self.fields[name].widget, forms.Textarea)
        parts = [self.data.get(name, "").rstrip(), one.words if lines else " ".join(one.words.split())]
        self.data = self.data.copy()
        self.data[name] = ("\n" if lines else " ").join(filter(None, parts))
        self.fields[name].widget.attrs["autofocus"] = True

    def full_clean(self):
        """What comes back with a text in it is not finished: nothing is called wrong yet."""
        if self.puts:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self):
        return not self.puts and super().is_valid()
