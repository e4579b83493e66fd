"""What is checked on any page: axe, reflow, size of targets, and what the browser complained about."""

from pathlib import Path

import pytest


def _each(names, now, rest):
    """One of the looks at every run, the one most likely to break; the others in `make test-long`."""
    return pytest.mark.parametrize(
        names, [now, *(pytest.param(*one, marks=pytest.mark.long) for one in rest)]
    )


each_look = _each(("language", "dark"), ("sv", True), [("fi", False), ("fi", True), ("sv", False)])
_SMALL_DARK, _LARGE_LIGHT = ("sv", 320, True), ("fi", 1280, False)
_MIXED = [("fi", 320, True), ("sv", 1280, False)]
each_size = _each(("language", "width", "dark"), _SMALL_DARK, [_LARGE_LIGHT, *_MIXED])
# Many pages of the admin at once, which people open at a desk.
each_size_of_many = _each(("language", "width", "dark"), _LARGE_LIGHT, [_SMALL_DARK, *_MIXED])

# What differs between the languages is only the words: one at every run, the other with what takes long.
in_finnish = _each(("language",), ("fi",), [("sv",)])
in_swedish = _each(("language",), ("sv",), [("fi",)])
each_script = pytest.mark.parametrize(
    ("language", "script"),
    [
        ("fi", True),
        ("sv", False),
        pytest.param("sv", True, marks=pytest.mark.long),
        pytest.param("fi", False, marks=pytest.mark.long),
    ],
)
# Journeys that take long: one at every run.
_ALONE = [("fi", True), ("sv", False), ("sv", True), ("fi", False)]
with_script = _each(("language", "script"), _ALONE[0], _ALONE[1:])
without_script = _each(("language", "script"), _ALONE[1], [_ALONE[0], *_ALONE[2:]])
in_one = ["fi", pytest.param("sv", marks=pytest.mark.long)]  # for a fixture of the language

AXE = (Path(__file__).parent / "axe.min.js").read_text()
SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2 success criterion 2.5.8

# Every rule that axe has on by default, and the size of targets; nothing is turned off.
_RUN = """() => axe.run(document, {rules: {'target-size': {enabled: true}}, resultTypes: ['violations']}).then(
  result => result.violations.flatMap(rule => rule.nodes.map(node => [
    rule.id, rule.impact, node.target.join(' '), node.failureSummary.split('\\n').pop().trim()].join(': '))))"""

_SMALL = """least => {
  const inText = node => {
    if (node.tagName !== 'A' || getComputedStyle(node).display !== 'inline') return false;
    const around = node.parentElement.textContent.trim();
    return around.length > node.textContent.trim().length;
  };
  const box = node => {
    const boxes = [node, ...(node.labels || [])].map(one => one.getBoundingClientRect());
    return {width: Math.max(...boxes.map(b => b.width)), height: Math.max(...boxes.map(b => b.height))};
  };
  const targets = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]';
  return [...document.querySelectorAll(targets)].filter(node => node.checkVisibility({visibilityProperty: true}))
    .filter(node => !inText(node)).map(node => [node, box(node)])
    .filter(([, b]) => b.width > 1 && b.height > 1 && (b.width < least || b.height < least))
    .map(([node, b]) => `${Math.round(b.width)}×${Math.round(b.height)} ${node.outerHTML.slice(0, 120)}`);
}"""

_WIDE = """() => [...document.querySelectorAll('body *')].filter(node => node.checkVisibility() &&
  node.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(node => `${node.tagName}.${node.getAttribute('class')}`).slice(0, 5)"""

# Runs before anything of the page does.
_LISTEN = """addEventListener('securitypolicyviolation', event => console.warn(
  `CSP report: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));"""


def _ahead(request):
    """Whether Chromium fetches a page that nobody has opened, because the mouse happens to rest on its link."""
    return "prefetch" in request.headers.get("sec-purpose", "")


class Watch:
    """Collects what went wrong on a page while nobody looked."""

    def __init__(self, page):
        self.faults, self.paused, self.over, self.page = [], False, False, page
        page.add_init_script(_LISTEN)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._add(f"script: {error}"))
        page.on("request", self._next)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _next(self, request):
        # Another page is asked for; an address that a script writes down is none.
        if self.paused and request.is_navigation_request() and request.frame == self.page.main_frame:
            self.paused = False

    def _add(self, text):
        if not self.paused:
            self.faults.append(f"{self.page.url}: {text}")

    def _failed(self, request):
        # What a navigation overtook, and what was still on its way when the test was over.
        if not (self.over or _ahead(request) or "net::ERR_ABORTED" in str(request.failure)):
            self._add(f"request: {request.url} {request.failure}")

    def _console(self, message):
        reported = "CSP report" in message.text or "Content Security Policy" in message.text
        if reported or (message.type == "error" and "Failed to load resource" not in message.text):
            self._add(f"console: {message.text}")

    def _response(self, response):
        request = response.request
        if response.status >= 400 and not request.is_navigation_request() and not _ahead(request):
            self._add(f"{response.status} {response.url}")


def axe(page):
    """All violations as sentences; no rule is disabled. Asserts first that the page itself made no report."""
    assert page.watch.faults == []
    page.watch.paused = True  # axe itself adds a style, which the policy refuses and reports
    page.evaluate(AXE)
    return page.evaluate(_RUN)


def small_targets(page):
    """Targets under 24 × 24 px, links inside a text excepted; a label counts as part of its field."""
    return page.evaluate(_SMALL, SMALLEST_TARGET)


def press(page, target):
    """Press what leads to another page, and go on when that page is there (a changed address alone is none)."""
    target = page.locator(target) if isinstance(target, str) else target
    target.wait_for()
    page.wait_for_load_state()  # of the page it stands on: the event below is the next one's
    with page.expect_event("load"):
        target.click()


def press_enter(page):
    """The same by the keyboard, where the focus is; on a page that is there."""
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def sure(page):
    """Says again who one is, as a practice account does it, when the page asks."""
    if page.locator(".account-form").count():
        press(page, ".account-form [type=submit]")


def overflow(page):
    """What makes the page wider than the window; empty when nobody has to scroll sideways."""
    wide, window = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return [] if wide <= window else [f"{wide} px in {window} px", *page.evaluate(_WIDE)]
