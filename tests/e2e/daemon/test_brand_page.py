"""A brand's page: what its owner watches is missed when it moves or goes, and nothing else is."""

import json
from typing import Any

import pytest

from tests.e2e.daemon.conftest import Daemon
from tests.site import Site
from watcher.demo.inbox import MailInbox

pytestmark = pytest.mark.browser

POSTS = "".join(f"<article><h3>Post {n}</h3><p>Some words about gardens, number {n}.</p></article>" for n in range(9))


def page(top: str = "", promo: str = "", bottom: str = "") -> str:
    return (
        "<!doctype html><html lang=en><title>Acme</title><body style='margin:0;font:16px sans-serif'>"
        f"<header><h1>Acme</h1></header><nav role=tablist><a role=tab href=/wall>Wall</a>{top}</nav>"
        f"<main>{promo}{POSTS}<div style='height:1500px'></div>{bottom}</main></body></html>"
    )


SHOP = "<a role=tab href=/shop>Shop</a>"
PROMO = "<div id=promo style='width:300px;height:100px;background:#eee'>Spring sale</div>"


@pytest.mark.parametrize(
    ("after", "severity", "said"),
    [
        (page(promo=PROMO, bottom=SHOP), 3, 'The tab "Shop" moved from y='),
        (page(promo=PROMO), 3, 'The tab "Shop" is gone'),
        (page(top=SHOP), 3, "Spring sale"),
        (page(top=SHOP, promo=PROMO).replace("number 3", "number 3,000"), 1, ""),
    ],
    ids=["moved", "gone", "selector-gone", "only-a-post"],
)
def test_what_is_watched(daemon: Daemon, site: Site, after: str, severity: int, said: str) -> None:
    site.serve("acme", page(top=SHOP, promo=PROMO))
    with MailInbox() as mails:
        daemon.write_targets(
            site,
            mail=mails.port,
            extra=(
                f"  - {{id: acme, kind: page, url: {site.url('acme')}, viewports: [desktop], confirm_after: 0s,\n"
                '     watch: [{role: tab, name: Shop}, {selector: "#promo"}]}\n'
            ),
        )
        assert _look(daemon)["outcome"] == "first"
        assert _look(daemon)["outcome"] == "unchanged"
        site.serve("acme", after)
        found = _look(daemon)
    assert found["outcome"] == "changed"
    if severity == 3:
        assert found["finding"]["severity"] == 3
        assert said in found["finding"]["headline"]
        assert found["alerts"] == 1
    else:
        assert found["finding"]["severity"] <= severity


def _look(daemon: Daemon) -> dict[str, Any]:
    result = daemon.command("check", "acme", "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    entry: dict[str, Any] = json.loads(result.stdout)
    return entry
