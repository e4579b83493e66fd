"""WHO-5 at the start, when the client wants: the self-assessment's own five statements, 0–100 points."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pathways.assessments.instruments import instruments
from pathways.assessments.scoring import score

KEY, PREFIX = "who-5", "who5_"
LARGEST = 100


def fields():
    """``{name: field}``: a list for each statement; none is a must."""
    return {
        PREFIX + one.id: forms.ChoiceField(
            label=str(one.text),
            choices=[("", _("Not answered")), *((answer.value, str(answer.text)) for answer in one.answers)],
            required=False,
        )
        for one in instruments()[KEY].questions
    }


def points(given):
    """0–100; None unless all five were answered."""
    test = instruments()[KEY]
    answers = {one.id: given.get(PREFIX + one.id) or None for one in test.questions}
    if None in answers.values():
        return None
    return min(LARGEST, score(test, answers).percent)
