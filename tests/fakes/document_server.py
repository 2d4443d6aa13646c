"""A server of one document that a test can make lie, as it looks to a browser and to somebody who only asks."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from watcher.capture.essence import digest_of
from watcher.capture.fetch import Fetched
from watcher.core.model import PartCapture, Served

URL = "https://platform.example/terms"
HTML = "text/html; charset=utf-8"


@dataclass(slots=True, kw_only=True)
class DocumentServer:
    """`shown` is the page after its scripts ran, if they change it. `requests` are the headers of what was asked.

    `tag` is an ETag that stays whatever the page is; with `tags` False there is none. `never_modified` answers 304 to
    whoever has any version. `noise` puts another token into every answer.
    """

    page: str
    shown: str | None = None
    tag: str | None = None
    tags: bool = True
    never_modified: bool = False
    noise: bool = False
    leads_to: str = URL
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[dict[str, str]] = field(default_factory=list)
    _answers: int = 0

    async def fetch(
        self, url: str, headers: Mapping[str, str], *, within_s: float, max_bytes: int, clips: bool = False
    ) -> Fetched:
        self.requests.append({"url": url, **headers})
        known = headers.get("If-None-Match")
        body, tag = self._body(), self._tag() if self.tags else None
        if self.status == 200 and known and (self.never_modified or known == tag):
            return Fetched(url=self.leads_to, status=304, headers={}, body=b"")
        told = {"content-type": HTML, **({"etag": tag} if tag else {}), **self.headers}
        return Fetched(url=self.leads_to, status=self.status, headers=told, body=body)

    def visited(self) -> PartCapture:
        """What a browser sees."""
        body = self._body()
        return PartCapture(
            url=URL,
            final_url=self.leads_to,
            status=200,
            content_type=HTML,
            body=(self.shown or body.decode()).encode(),
            served=Served(body=body, content_type=HTML, digest=digest_of(body, HTML)),
        )

    def _body(self) -> bytes:
        self._answers += 1
        token = (
            f'<meta name=csrf content="{self._answers}"><script nonce="{self._answers}">go({self._answers})</script>'
        )
        return self.page.replace("<title>", token + "<title>" if self.noise else "<title>").encode()

    def _tag(self) -> str:
        return self.tag or f'"{hashlib.sha256(self.page.encode()).hexdigest()[:12]}"'
