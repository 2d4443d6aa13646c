"""The embedded platform: the invented network Facepage, served on the loopback interface in one of its two eras."""

import threading
from datetime import date
from http import HTTPStatus

from watcher.demo.loopback import LoopbackServer, Request, Response, plain
from watcher.demo.pages import Calendar, Era, Pages

__all__ = ["Era", "Platform"]


class Platform(LoopbackServer):
    """Serves `/`, `/acme`, `/policies/promotions` and `/policies/pages` while it is entered; begins with Era.TABS.

    `today` fixes every date that the pages print.
    """

    def __init__(self, today: date, port: int = 0) -> None:
        super().__init__(port)
        self.calendar = Calendar(today=today)
        self._pages = Pages(self.calendar)
        self._lock = threading.Lock()
        self._era = Era.TABS
        self._visits = 0

    def show(self, era: Era) -> None:
        """From the next request on, every page is that of `era`."""
        with self._lock:
            self._era = era

    def respond(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return plain(HTTPStatus.METHOD_NOT_ALLOWED, "Method Not Allowed", Allow="GET, HEAD")
        with self._lock:
            self._visits += 1
            era, visit = self._era, self._visits
        page = self._pages.render(request.path, era, visit)
        if page is None:
            return _html(HTTPStatus.NOT_FOUND, self._pages.missing())
        return _html(HTTPStatus.OK, page)


def _html(status: HTTPStatus, page: str) -> Response:
    return Response(status=status, content_type="text/html; charset=utf-8", body=page.encode())
