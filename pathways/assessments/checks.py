"""The system check of the self-assessments: the process says at its start what is wrong with their data."""

from django.core.checks import Error, register

from .instruments import faults


@register
def assessments(**_arguments):
    return [Error(sentence, id="pathways.E001") for sentence in faults()]
