"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hyteportal.settings")
django_application = get_wsgi_application()

from hyteportal import checks, content_type  # noqa: E402  needs the settings
from organisations import patience  # noqa: E402
from organisations.models.canary import refuse_wrong_keys  # noqa: E402

checks.refuse_to_start()
refuse_wrong_keys()
patience.hold()
connections.close_all()  # each thread opens its own
application = content_type.plain(django_application)
