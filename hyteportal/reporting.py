"""Error reports: where something failed, without the data that it failed on."""

import re
import traceback

from django.conf import settings
from django.utils.html import format_html
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter, get_caller

from .redaction import redact


class ReporterFilter(SafeExceptionReporterFilter):
    """For Django's page of development: neither keys nor addresses that hold a password, and no form by default."""

    hidden_settings = re.compile("API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|COOKIE|REDIS|LOCATION|URL", re.I)

    def is_active(self, request):
        return True


class Reporter(ExceptionReporter):
    """Outside development only the view and the redacted traceback: no variables, no form, no address, no settings."""

    def get_traceback_text(self):
        if settings.DEBUG:
            return super().get_traceback_text()
        view = get_caller(self.request) if self.request else ""
        lines = traceback.format_exception(self.exc_type, self.exc_value, self.tb) if self.exc_type else []
        return redact(f"{view or 'no view'}\n{''.join(lines)}")

    def get_traceback_html(self):
        if settings.DEBUG:
            return super().get_traceback_html()
        return format_html("<pre>{}</pre>", self.get_traceback_text())
