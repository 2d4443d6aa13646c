"""Lets people take a change upon them by a link in their mail: the link shows a form, and only its button takes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs

import structlog

from watcher.core.model import Ack, Config, Owner, RecordedFinding
from watcher.core.ports import Docket
from watcher.daemon.endpoint import Answer, Request
from watcher.report.take_page import not_found_page, take_page

_NAME_MAX, _NOTE_MAX = 80, 1000
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDesk:
    """Mail scanners follow links and press no buttons: GET changes nothing. A link that is not ours tells nothing."""

    config: Callable[[], Config]
    docket: Docket
    clock: Callable[[], datetime]
    log: structlog.typing.FilteringBoundLogger

    async def respond(self, request: Request) -> Answer:
        found = await self._find(request.path)
        if found is None:
            return _page(404, not_found_page())
        finding, owner = found
        if request.method == "POST" and not _taken(finding):
            ack = self._ack(finding, owner, request.body)
            await self.docket.take(ack)
            self.log.info("taken", finding=ack.finding, by=ack.by)
            found = await self._find(request.path)
            finding = found[0] if found else finding
        return _page(200, take_page(finding, owner, _taken(finding)))

    async def _find(self, path: str) -> tuple[RecordedFinding, Owner] | None:
        config = self.config()
        named = config.links.read(path, self.clock().date()) if config.links else None
        owner = config.owner(named[1]) if named else None
        finding = await self.docket.recorded(named[0]) if named else None
        return (finding, owner) if finding and owner else None

    def _ack(self, finding: RecordedFinding, owner: Owner, body: bytes) -> Ack:
        form = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
        name, note = (" ".join(form.get(field, [""])[0].split()) for field in ("by", "note"))
        return Ack(
            finding=finding.finding.id, at=self.clock(), by=name[:_NAME_MAX] or owner.name, note=note[:_NOTE_MAX]
        )


def _taken(finding: RecordedFinding) -> Ack | None:
    """Who has taken it; to put off is not to take."""
    return next((ack for ack in finding.acks if ack.until is None), None)


def _page(status: int, html: str) -> Answer:
    return Answer(status=status, text=html, content_type="text/html; charset=utf-8", headers=_HEADERS)
