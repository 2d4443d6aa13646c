"""Asks a server whether a document is as it was: one small request in place of a visit."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import replace

from watcher.capture.asked import asked_wait_s
from watcher.capture.cut import ends_inside_markup
from watcher.capture.essence import digest_of
from watcher.capture.fetch import Fetched, Fetcher, UnreachedError
from watcher.capture.robots import Robots
from watcher.core.model import Answer, Failure, FailureKind, Order, Question, Sent

_LONGEST_S = 20.0
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_OK, _NOT_MODIFIED, _TOO_MANY = 200, 304, 429
_LONG_AGO = "Thu, 01 Jan 1970 00:00:01 GMT"


class Asking:
    """The `Asker` of this machine. Every document is digested, up to `max_bytes` of it."""

    def __init__(self, fetcher: Fetcher, robots: Robots, *, max_bytes: int) -> None:
        self._fetcher = fetcher
        self._robots = robots
        self._max_bytes = max_bytes

    async def ask(self, order: Order, question: Question) -> Answer:
        loop = asyncio.get_running_loop()
        began = loop.time()
        answer = await self._ask(order, question)
        return replace(answer, took_s=round(loop.time() - began, 3))

    async def _ask(self, order: Order, question: Question) -> Answer:
        url = order.parts[0].url
        if order.obeys_robots:
            forbidden = await self._robots.forbids(url, question.user_agent, asyncio.get_running_loop().time())
            if forbidden:
                return Answer(failure=forbidden)
        try:
            first = await self._fetch(order, question, _conditions(question.sent))
            if first.status != _NOT_MODIFIED or question.sent is None:
                return _compare(first, question.sent, url)
            if first.url != question.sent.url:
                return Answer(trouble=f"led to {first.url}")
            if not question.is_test:
                return Answer(same=True, sent=question.sent)
            made_up = Sent(url=url, digest="", etag=f'"{secrets.token_hex(8)}"', modified=_LONG_AGO)
            return _test(await self._fetch(order, question, _conditions(made_up)), question.sent, url)
        except UnreachedError as error:
            return Answer(trouble=str(error))

    async def _fetch(self, order: Order, question: Question, conditions: Mapping[str, str]) -> Fetched:
        headers = {
            "User-Agent": question.user_agent,
            "Accept": _ACCEPT,
            "Accept-Language": order.locale,
            **conditions,
        }
        within_s = min(order.deadline_s, _LONGEST_S)
        return await self._fetcher.fetch(order.parts[0].url, headers, within_s=within_s, max_bytes=self._max_bytes)


def _conditions(sent: Sent | None) -> dict[str, str]:
    given = {"If-None-Match": sent.etag, "If-Modified-Since": sent.modified} if sent else {}
    return {name: value for name, value in given.items() if value}


def _compare(fetched: Fetched, known: Sent | None, url: str) -> Answer:
    """What an answer with a document says beside the one that is known."""
    wait_s = asked_wait_s(fetched.status, fetched.headers)
    if wait_s:
        kind = FailureKind.BLOCKED if fetched.status == _TOO_MANY else FailureKind.HTTP_ERROR
        message = f"the site answers {fetched.status} and asks to be left alone for {wait_s:g} s"
        return Answer(failure=Failure(kind=kind, message=message, url=url, status=fetched.status, wait_s=wait_s))
    if fetched.status != _OK or not fetched.body:
        return Answer(trouble=f"status {fetched.status}")
    if cut := ends_inside_markup(fetched.body):
        return Answer(trouble=f"the document ends inside {cut}")
    sent = Sent(
        url=fetched.url,
        digest=digest_of(fetched.body, fetched.headers.get("content-type", "")),
        etag=fetched.headers.get("etag", ""),
        modified=fetched.headers.get("last-modified", ""),
    )
    return Answer(same=known is not None and (sent.url, sent.digest) == (known.url, known.digest), sent=sent)


def _test(fetched: Fetched, known: Sent, url: str) -> Answer:
    """What a server's "not modified" is worth, by what it says to somebody who has a version that never was."""
    if fetched.status == _NOT_MODIFIED:
        return Answer(same=True, lie="it calls a version unmodified that never was")
    answer = _compare(fetched, known, url)
    if answer.sent is not None and not answer.same:
        return replace(answer, same=True, lie="it calls a version unmodified that it does not send any more")
    return answer
