"""E-mail through an SMTP server (settings EMAIL_…), several letters on one connection."""

import smtplib
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from . import Failed, Refused, Unavailable

MOST = 50  # letters on one connection: many servers end it after a hundred


class Smtp:
    def __init__(self):
        self._server, self._sent = None, 0

    def open(self):
        if self._server is not None and self._sent < MOST:
            return
        self.close()
        self._server = EmailBackend(fail_silently=False)
        try:
            self._server.open()
            self._server.connection.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            raise Unavailable(type(fault).__name__) from fault

    def send(self, message, letter):
        mail = EmailMultiAlternatives(
            letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [message.address],
            headers=_headers(message), connection=self._server,
        )  # fmt: skip
        if letter.html:
            mail.attach_alternative(letter.html, "text/html")
        self._sent += 1
        try:
            mail.send()
        except (OSError, smtplib.SMTPException) as fault:
            self.close()  # who knows what the server expects next
            if problem := _final(fault):
                raise Refused(problem) from None
            raise Failed(type(fault).__name__) from None

    def close(self):
        server, self._server, self._sent = self._server, None, 0
        connection = server and server.connection
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):  # a goodbye that nobody hears is no fault
                connection.quit()
            connection.close()


def _final(fault):
    """The class of a fault that another attempt meets again (an answer 5xx to address or content), else nothing."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return "AddressRefused" if all(code >= 500 for code, _text in fault.recipients.values()) else ""
    return "ContentRefused" if isinstance(fault, smtplib.SMTPDataError) and fault.smtp_code >= 500 else ""


def _headers(message):
    """The same Message-ID at every attempt: mail servers and readers show doubles once. Nobody answers a machine."""
    host = urlsplit(settings.HYTE_ORIGIN).hostname
    return {
        "Message-ID": f"<{message.pk}@{host}>",
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
