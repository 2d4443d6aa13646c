"""What asks for consent is refused or hidden before a capture, and nothing else is touched."""

import pytest

from tests.e2e.capture.conftest import Visitor
from watcher.core.model import Failure, FailureKind

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

TEXT = "<main><h1>Rules</h1><p>Contests must end within thirty days.</p></main>"
FIXED = "style='position: fixed; bottom: 0; left: 0; right: 0; background: #eee'"
COOKIES = "<p>We and our partners use cookies to measure and to show ads.</p>"


def pressed(name: str) -> str:
    return f"onclick=\"document.title = '{name}'; this.closest('.layer').remove()\""


LAYERS = {
    "OneTrust": f"<div id=onetrust-consent-sdk><div id=onetrust-banner-sdk class=layer {FIXED}>{COOKIES}"
    f"<button id=onetrust-accept-btn-handler {pressed('agreed')}>Allow all</button>"
    f"<button id=onetrust-reject-all-handler {pressed('refused')}>Reject All</button></div></div>",
    "Cookiebot": f"<div id=CybotCookiebotDialog class=layer {FIXED}><p>Diese Webseite verwendet Cookies</p>"
    f"<button {pressed('agreed')}>Alle zulassen</button>"
    f"<button id=CybotCookiebotDialogBodyButtonDecline {pressed('refused')}>Ablehnen</button></div>",
    "Complianz": f"<div class='cmplz-cookiebanner layer' {FIXED}><p>Gérer le consentement</p>"
    f"<button class=cmplz-accept {pressed('agreed')}>Accepter</button>"
    f"<button class=cmplz-deny {pressed('refused')}>Refuser</button></div>",
    "Facebook": f"<div data-testid=cookie-policy-manage-dialog role=dialog class=layer {FIXED}>{COOKIES}"
    f"<div role=button {pressed('agreed')}>Allow all cookies</div>"
    f"<div role=button {pressed('refused')}>Decline optional cookies</div></div>",
    "unknown manager": f"<div class=layer {FIXED}><p>Nous utilisons des cookies.</p>"
    f"<a href='#' {pressed('agreed')}>Tout accepter</a>"
    f"<a href='#' {pressed('refused')}>Continuer sans accepter</a></div>",
}


@pytest.mark.parametrize("manager", LAYERS)
async def test_a_layer_is_refused(visitor: Visitor, manager: str) -> None:
    visitor.site.serve("consent", TEXT + LAYERS[manager])

    part = await visitor.see("consent")

    assert b"<title>refused</title>" in part.body
    assert any(note.startswith(f"consent: {manager} refused with “") for note in part.notes), part.notes


async def test_a_layer_in_a_shadow_root_is_refused(visitor: Visitor) -> None:
    visitor.site.serve(
        "shadow",
        f"{TEXT}<div id=usercentrics-root></div><script>const root = document.getElementById('usercentrics-root')"
        ".attachShadow({mode: 'open'}); root.innerHTML = `<div style='position: fixed; top: 0'><p>Cookies</p>"
        "<button data-testid=uc-deny-all-button>Ablehnen</button></div>`; root.querySelector('button').onclick ="
        " () => { document.title = 'refused'; root.host.remove() }</script>",
    )

    part = await visitor.see("shadow")

    assert b"<title>refused</title>" in part.body
    assert "consent: Usercentrics refused with “Ablehnen”" in part.notes


HIDDEN = {
    "accept-only": f"<div class=cookie-banner {FIXED}>{COOKIES}"
    "<button onclick=\"document.title='agreed'\">OK</button></div>",
    "stubborn": f"<div id=didomi-host><div id=didomi-notice {FIXED}>{COOKIES}"
    "<button id=didomi-notice-disagree-button>Disagree</button></div></div>",
    "frame": "<div id=sp_message_container_1 style='position: fixed; inset: 0'><iframe src='/brand'></iframe></div>",
    "link-away": f"<div class=cookie-banner {FIXED}>{COOKIES}"
    "<a href='/brand'>Reject all</a><button>Accept all</button></div>",
    "form-away": f"<div class=cookie-banner {FIXED}>{COOKIES}<form action='http://elsewhere.example/'>"
    "<button>Reject all</button></form></div>",
}


@pytest.mark.parametrize("layer", HIDDEN)
async def test_a_layer_that_cannot_be_refused_is_hidden(visitor: Visitor, layer: str) -> None:
    visitor.site.serve("hidden", f"<body style='overflow: hidden'>{TEXT}{HIDDEN[layer]}")

    part = await visitor.see("hidden")

    assert b"display: none !important" in part.body
    assert b"<title>agreed" not in part.body
    assert part.final_url == visitor.site.url("hidden")
    assert part.notes[-1].endswith(" hidden"), part.notes
    assert sum("refused" in note for note in part.notes) <= 2
    assert part.elements is not None
    assert b"Rules" in part.elements


UNTOUCHED = {
    "contest": f"<div role=dialog {FIXED}><p>Our contest ends soon.</p>"
    "<button>Reject</button><button>OK</button></div>",
    "cookie-policy": "<article class=cookie-policy><h2>Cookies</h2><p>How we use cookies and ask for consent.</p>"
    "<button>Accept</button></article>",
    "settings": "<section class=consent-info><p>Cookies are small files.</p><button>Cookie settings</button></section>",
    "menu": f"<nav {FIXED}><a href='/cookies'>Cookies</a><button>Allow notifications</button></nav><p>Text</p>",
}


@pytest.mark.parametrize("thing", UNTOUCHED)
async def test_what_asks_for_no_consent_is_left_alone(visitor: Visitor, thing: str) -> None:
    visitor.site.serve("untouched", f"<main><h1>Rules</h1></main>{UNTOUCHED[thing]}")

    part = await visitor.see("untouched")

    assert b"display: none" not in part.body
    assert part.notes == ()


async def test_a_press_that_leads_away_is_no_capture(visitor: Visitor) -> None:
    elsewhere = visitor.site.url("brand").replace("127.0.0.1", "localhost")
    visitor.site.serve(
        "trap",
        f"{TEXT}<div class=cookie-banner {FIXED}>{COOKIES}"
        f"<button onclick=\"location.href = '{elsewhere}'\">Reject all</button></div>",
    )

    failure = await visitor.visit("trap")

    assert isinstance(failure, Failure), failure.parts[0].notes
    assert failure.kind in {FailureKind.CONSENT_WALL, FailureKind.FORBIDDEN}
