"""What is checked on any page: axe, reflow, size of targets, and what the browser complained about."""

from pathlib import Path

import pytest


def _each(names, short, rest):
    """Both languages and both looks at every run; the other pairs of them in `make test-long`."""
    return pytest.mark.parametrize(
        names, [*short, *(pytest.param(*one, marks=pytest.mark.long) for one in rest)]
    )


each_look = _each(("language", "dark"), [("fi", False), ("sv", True)], [("fi", True), ("sv", False)])
each_size = _each(
    ("language", "width", "dark"),
    [("fi", 1280, False), ("sv", 320, True)],
    [("fi", 320, True), ("sv", 1280, False)],
)

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


class Watch:
    """Collects what went wrong on a page while nobody looked."""

    def __init__(self, page):
        self.faults, self.paused, self.page = [], False, page
        page.add_init_script(_LISTEN)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._add(f"script: {error}"))
        page.on("requestfailed", lambda request: self._add(f"request: {request.url} {request.failure}"))
        page.on("response", self._response)
        page.on("framenavigated", self._next)

    def _next(self, frame):
        self.paused = False

    def _add(self, text):
        if not self.paused and "net::ERR_ABORTED" not in text:  # a navigation that overtook another
            self.faults.append(f"{self.page.url}: {text}")

    def _console(self, message):
        reported = "CSP report" in message.text or "Content Security Policy" in message.text
        if reported or (message.type == "error" and "Failed to load resource" not in message.text):
            self._add(f"console: {message.text}")

    def _response(self, response):
        if response.status >= 400 and not response.request.is_navigation_request():
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


def overflow(page):
    """What makes the page wider than the window; empty when nobody has to scroll sideways."""
    wide, window = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return [] if wide <= window else [f"{wide} px in {window} px", *page.evaluate(_WIDE)]
