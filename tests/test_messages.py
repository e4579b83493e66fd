"""The extraction of interface texts finds what Django will look up, and catalogues keep their translations."""

import pytest
from babel.messages.catalog import Catalog

from hyteportal import messages
from hyteportal.messages import Message

PYTHON = """
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext_lazy as np, pgettext
a = _("One")
b = gettext_lazy("Two " "parts")
c = ngettext("%(count)s service", "%(count)s services", count)
d = np("shop", "one", "many", 3)
e = pgettext("month", "May")
f = translation.gettext("Seven")
g = _(variable)
h = other._("not ours")
"""

TEMPLATE = """{% extends "x.html" %}
{% block a %}{% translate "5 % more" %}{% translate "May" context "month" %}{% translate "As" as x %}
{% if y and _("condition") == z %}
{% blocktranslate trimmed count counter=n with a=b|default:_("argument") context "cx" %}
  {{ counter }} service {{ a }}
{% plural %}
  {{ counter }} services {{ a }}
{% endblocktranslate %}{% else %}{{ _("variable") }}{% endif %}
{% for q in qs %}{% include "foo.html" with t=_("included") %}{% empty %}{% translate "It's empty" %}{% endfor %}
{% with h=_("with") %}{{ h|default:_("default") }}{% endwith %}{% translate name %}{% endblock %}"""


def test_messages_of_python_are_found_under_any_imported_name():
    assert set(messages.in_python(PYTHON)) == {
        Message("One"),
        Message("Two parts"),
        Message("%(count)s service", "%(count)s services"),
        Message("one", "many", "shop"),
        Message("May", context="month"),
        Message("Seven"),
    }


@pytest.mark.parametrize("call", ['_(f"{a}")', '_("a" + b)'])
def test_a_message_put_together_is_refused(call):
    with pytest.raises(ValueError, match="one literal text"):
        list(messages.in_python(f"from django.utils.translation import gettext as _\n{call}"))


def test_messages_of_templates_are_found_wherever_they_stand():
    assert set(messages.in_template(TEMPLATE)) == {
        Message("5 %% more"),
        Message("May", context="month"),
        Message("As"),
        Message("condition"),
        Message("argument"),
        Message("%(counter)s service %(a)s", "%(counter)s services %(a)s", "cx"),
        Message("variable"),
        Message("included"),
        Message("It's empty"),
        Message("with"),
        Message("default"),
    }


@pytest.fixture
def locale(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    return tmp_path


def test_a_catalogue_is_renewed_filled_and_written_the_same_way_twice(locale):
    wanted = {row.key: row for row in [Message("a"), Message("one", "many"), Message("May", context="month")]}
    fresh = messages.renewed("sv", Catalog(locale="sv"), wanted)
    assert messages.state_of(Catalog(locale="sv"), wanted).missing == sorted(wanted)
    assert messages.state_of(fresh, wanted).empty == sorted(wanted)
    filling = {
        "a": {"sv": "A"},
        "one": {"sv": ["en", "flera"]},
        "month\x04May": {"sv": "maj"},
        "gone": {"sv": "x"},
    }
    assert messages.merge(fresh, "sv", filling) == (3, ["gone"])
    assert not messages.state_of(fresh, wanted)
    messages.write("sv", fresh)
    first = messages.path_of("sv").read_bytes()
    messages.write("sv", messages.renewed("sv", messages.read("sv"), wanted))
    assert messages.path_of("sv").read_bytes() == first
    assert messages.state_of(messages.read("sv"), {"a": Message("a")}).unused == ["month\x04May", "one"]


def test_a_message_that_got_a_plural_is_asked_for_again(locale):
    old = messages.renewed("fi", Catalog(locale="fi"), {"one": Message("one")})
    messages.merge(old, "fi", {"one": {"fi": "yksi"}})
    wanted = {"one": Message("one", "many")}
    assert messages.state_of(old, wanted).missing == ["one"]
    assert messages.state_of(messages.renewed("fi", old, wanted), wanted).empty == ["one"]


@pytest.mark.parametrize("given", ["text", ["one"], ["a", "b", "c"]])
def test_a_plural_takes_exactly_two_texts(given):
    catalog = messages.renewed("fi", Catalog(locale="fi"), {"one": Message("one", "many")})
    with pytest.raises(ValueError, match="one, other"):
        messages.merge(catalog, "fi", {"one": {"fi": given}})
