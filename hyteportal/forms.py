"""How forms are drawn: one template for a whole form, one for a field. Imports no app."""

from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.forms.renderers import DjangoTemplates
from django.template.loader import render_to_string

_GROUPS = (RadioSelect, CheckboxSelectMultiple)  # RadioSelect first: both are groups with a legend


class Renderer(DjangoTemplates):
    """``{{ form }}`` and ``{{ form.name.as_field_group }}`` in our own markup; the admin keeps Django's widgets."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def render(self, template_name, context, request=None):
        if template_name.startswith("forms/"):
            return render_to_string(template_name, context, request)
        return super().render(template_name, context, request)


def shape(field):
    """Which markup a bound field takes: ``group``, ``tick`` or ``line``."""
    widget = field.field.widget
    if isinstance(widget, _GROUPS):
        return "group"
    return "tick" if isinstance(widget, CheckboxInput) else "line"


def control(field):
    """The field's widget as the styles know it; label, hint and errors are tied to it by Django itself."""
    widget, attrs = field.field.widget, {}
    if shape(field) == "line":
        attrs["class"] = "inp"
        if not isinstance(widget, Select | Textarea):
            longest = getattr(field.field, "max_length", None) or 100
            attrs["class"] = "inp w-s" if longest <= 20 else "inp w-m" if longest <= 60 else "inp"
    return field.as_widget(attrs=attrs)


def mistakes(form):
    """What to correct, field by field: (id of the control, its label, what is said)."""
    return [
        (field.id_for_label or field.auto_id, field.label, said)
        for field in form
        for said in field.errors
        if not field.is_hidden
    ]
