"""What must hold before a process works with the data, for ``manage.py check --database default``, ``migrate`` and
commands that say ``requires_system_checks = ["keys"]``.
"""

from django.core import checks

KEYS = "keys"


def keys_are_those_of_the_database(app_configs, databases=None, **kwargs):
    from .models import canary

    said = canary.fault()
    if said and not (said == canary.MISSING and databases):  # migrate is what sets it
        return [checks.Error(said, id="organisations.E010")]
    return []
