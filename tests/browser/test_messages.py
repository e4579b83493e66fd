"""A message that could not be sent: the coordinator sees it, tries again, and it lands in the practice inbox."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, overflow, press, small_targets
from tests.browser.on_referrals import empty

ADDRESSES = {
    "fi": ("/fi/tyopoyta/viestit/", "/fi/tyopoyta/ajot/", "/fi/harjoitusviestit/"),
    "sv": ("/sv/arbetsbord/meddelanden/", "/sv/arbetsbord/korningar/", "/sv/ovningsmeddelanden/"),
}
MAKE = """
from django.utils import timezone
from outbox.models import Message
from outbox.sending import put
words = {"subject": "Testi %(language)s", "body": "Testi\\n\\nhttps://example.org/testi/"}
made = put("letter", key="browser:%(language)s", address="eeva@example.org", language="%(language)s", words=words)
Message.objects.filter(pk=made.pk).claim(timezone.now()).refused(timezone.now(), "AddressRefused")
"""


@pytest.mark.parametrize(
    ("language", "options"),
    [("sv", {"width": 320, "script": False, "dark": True}), pytest.param("fi", {}, marks=pytest.mark.long)],
)
def test_a_message_that_could_not_be_sent_is_sent_after_all(signed_in, visit, stack, language, options):
    empty(stack)
    stack.manage("shell", "--no-imports", "-c", MAKE % {"language": language})
    stuck, runs, inbox = ADDRESSES[language]
    page = signed_in("coordinator@harjoitus.invalid", stuck, language=language, **options)
    expect(page.locator("main li.panel h2")).to_have_text([f"Testi {language}"])
    found = [*overflow(page), *small_targets(page)]
    if options.get("script", True):
        found += axe(page)
    page.locator("main details summary").click()
    expect(page.locator("button[value=drop]")).to_be_visible()
    press(page, "button[value=again]")
    expect(page.locator("main [role=status]")).to_be_visible()
    expect(page.locator("main li.panel")).to_have_count(0)
    page.goto(runs)
    found += [*overflow(page), *small_targets(page)]
    stack.manage("run_outbox", "--once")
    page.goto(inbox)
    expect(page.locator("main li.panel h2").first).to_have_text(f"Testi {language}")
    assert [*found, *overflow(page), *small_targets(page)] == []
