"""Names of the official lists: what residents see of them in which language."""

import pytest
from django.utils import translation

from catalogue.models import LifeEvent

pytestmark = pytest.mark.once
OFFICIAL = {"name_fi": "Omaishoito", "name_sv": "Närståendevård"}


@pytest.mark.parametrize(
    ("texts", "finnish", "swedish"),
    [
        (OFFICIAL, ("Omaishoito", ""), ("Närståendevård", "")),
        (OFFICIAL | {"label_fi": "Hoidan läheistä"}, ("Hoidan läheistä", ""), ("Närståendevård", "")),
        (OFFICIAL | {"label_sv": "Jag vårdar"}, ("Omaishoito", ""), ("Jag vårdar", "")),
        ({"name_fi": "Omaishoito", "label_fi": "Hoidan"}, ("Hoidan", ""), ("Hoidan", "fi")),
    ],
)
def test_a_name_in_the_pages_language_comes_before_a_nicer_one_in_another(texts, finnish, swedish):
    event = LifeEvent(code="KE13", **texts)
    for language, wanted in (("fi", finnish), ("sv", swedish)):
        with translation.override(language):
            assert (str(event.shown), event.shown.lang) == wanted
