"""How mail leaves is said by the environment, and what cannot be right stops the process."""

import pytest

from tests.test_settings import PRODUCTION, refusal, setting

pytestmark = pytest.mark.once
SHOWN = (
    "[settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL,"
    " sorted(settings.OUTBOX_CHANNELS), settings.OUTBOX_CHANNELS['email'].split('.')[-1]]"
)


@pytest.mark.parametrize(
    ("variables", "ends"),
    [
        (PRODUCTION, ["mail.example.org", 587, True, False, ["email"], "Smtp"]),
        (
            PRODUCTION | {"HYTE_SMTP_SECURITY": "tls"},
            ["mail.example.org", 465, False, True, ["email"], "Smtp"],
        ),
        (
            {"HYTE_ENV": "demo", "HYTE_SMTP_HOST": "mail.example.org"},  # nothing leaves a demonstration
            ["", 587, True, False, ["email", "sms"], "Practice"],
        ),
    ],
)
def test_the_environment_says_how_mail_leaves(variables, ends):
    assert setting(SHOWN, **variables) == ends


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HYTE_SMTP_SECURITY", "ssl"),
        ("HYTE_SMTP_SECURITY", "none"),
        ("HYTE_SMTP_USER", "only"),
        ("HYTE_SMTP_PORT", "x"),
    ],
)
def test_what_cannot_be_right_stops_the_process_and_names_its_variable(name, value):
    assert name in refusal(**PRODUCTION | {name: value})
