"""Links by which somebody takes a change upon them, signed so that nobody else can make one."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote

from watcher.core.model.terms import Secret

_TAG_BYTES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLinks:
    """`base` is the address under which the daemon is asked; `key` signs, and whoever has it can make links."""

    base: str
    key: Secret

    def link(self, finding: str, owner: str, until: date) -> str:
        """Good until the end of that day (UTC), for this finding and owner alone."""
        named = f"{quote(finding, safe='')}/{quote(owner, safe='')}"
        return f"{self.base.rstrip('/')}/{named}/{self._tail(finding, owner, until)}"

    def read(self, path: str, today: date) -> tuple[str, str] | None:
        """Finding and owner of a link's path; None where it was not made here, or is no longer good."""
        *_, finding, owner, day, tag = ("", "", "", *path.split("/"))
        try:
            until = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        except ValueError:
            return None
        finding, owner = unquote(finding), unquote(owner)
        good = hmac.compare_digest(f"{day}/{tag}".encode(), self._tail(finding, owner, until).encode())
        return (finding, owner) if good and today <= until else None

    def _tail(self, finding: str, owner: str, until: date) -> str:
        told = "\n".join(("take", finding, owner, until.isoformat()))
        tag = hmac.digest(self.key.reveal().encode(), told.encode(), hashlib.sha256)[:_TAG_BYTES]
        return f"{until:%Y%m%d}/{urlsafe_b64encode(tag).decode().rstrip('=')}"
