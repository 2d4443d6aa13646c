"""A brand's page that loses followers, its name and its mark of verification: one alert; what wobbles gives none."""

import json
from typing import Any

import pytest

from tests.e2e.daemon.conftest import Daemon
from tests.site import Site
from watcher.demo.inbox import MailInbox

pytestmark = pytest.mark.browser

MOST_LOOKS = 12


def page(followers: str, *, name: str = "Acme Gardens", verified: bool = True, visit: int = 0) -> str:
    badge = '<svg role=img aria-label="Verified account" width=20 height=20><circle r=9 /></svg>' if verified else ""
    posts = "".join(
        f"<article><h3>Post {n}</h3><time datetime=2026-11-0{n}>{n} November</time><p>Words about gardens.</p>"
        f"<span>{n * 31 + visit} likes</span></article>"
        for n in range(1, 7)
    )
    return (
        f"<!doctype html><html lang=en><title>{name}</title><body style='margin:0;font:16px sans-serif'><header>"
        f"<h1>{name} {badge}</h1><p>@acme</p>"
        f"<ul><li><b>412</b> posts</li><li><b>{followers}</b> followers</li><li><b>96</b> following</li></ul>"
        f"</header><nav role=tablist><a role=tab href=/wall>Wall</a></nav><main>{posts}"
        "<div style='height:900px'></div></main></body></html>"
    )


def test_what_a_page_loses_is_one_alert(daemon: Daemon, site: Site) -> None:
    site.serve("acme", page("125K"))
    with MailInbox() as mails:
        daemon.write_targets(
            site,
            mail=mails.port,
            extra=f"  - {{id: acme, kind: page, title: Acme, url: {site.url('acme')}, viewports: [desktop]}}\n"
            "stakes:\n  club: {reach: 90000, depends_on: {targets: [acme]}}\n",
        )
        assert _look(daemon)["outcome"] == "first"
        for visit, figure in enumerate(("124.8K", "131K"), 1):
            site.serve("acme", page(figure, visit=visit))
            look = _look(daemon)
            assert (look["finding"] or {"severity": 0})["severity"] == look["alerts"] == 0, look
        site.serve("acme", page("81.2K", name="Crypto Deals", verified=False, visit=3))
        looks = [_look(daemon)]
        assert looks[0]["outcome"] == "unconfirmed"
        while looks[-1]["outcome"] == "unconfirmed" and len(looks) < MOST_LOOKS:
            looks.append(_look(daemon))
        found = looks[-1]
        looks.append(_look(daemon))
        (mail,) = mails.messages
    assert found["outcome"] == "changed"
    assert (found["finding"]["severity"], found["alerts"], looks[-1]["alerts"]) == (3, 1, 0)
    told = {(event["op"], event["role"], event["before"], event["after"]) for event in found["finding"]["layout"]}
    assert told >= {
        ("fell", "followers", "131000", "81200"),
        ("profile", "name", "Acme Gardens", "Crypto Deals"),
        ("profile", "verified", "yes", "no"),
    }
    assert not any(op == "removed" and "erified" in role for op, role, *_ in told)
    body = mail.get_body(("plain",))
    assert body is not None
    text = " ".join(body.get_content().split())
    for said in ("38% of its followers", "Crypto Deals", "lost its mark of verification", "unpublished"):
        assert said in text
    figures = [json.loads(line) for line in daemon.command("figures", "acme", "--json").stdout.splitlines()]
    followers = [entry["value"] for entry in figures if entry["name"] == "followers"]
    assert followers == [124800, 131000, 81200]
    stake = json.loads(daemon.command("stakes", "--json").stdout)
    assert (stake["reach"], stake["reach_now"], stake["reach_of"]) == (90000, 81200, "acme")


def _look(daemon: Daemon) -> dict[str, Any]:
    result = daemon.command("check", "acme", "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    entry: dict[str, Any] = json.loads(result.stdout)
    return entry
