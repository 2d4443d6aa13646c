"""How much memory a browser's processes hold for themselves, and which of them holds too much."""

from collections.abc import Sequence
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A process of the browser and its own memory in bytes, without what it shares; `main` is the first of them."""

    process: psutil.Process
    bytes: int
    main: bool


def measure(pid: int) -> list[Holding]:
    """The process and all below it; empty where it has ended."""
    try:
        first = psutil.Process(pid)
        found = [first, *first.children(recursive=True)]
    except psutil.Error:
        return []
    holdings = []
    for process in found:
        try:
            memory = process.memory_info()
        except psutil.Error:
            continue
        # Linux counts what is shared in every process that shares it
        own = memory.rss - getattr(memory, "shared", 0)
        holdings.append(Holding(process=process, bytes=own, main=process.pid == pid))
    return holdings


def end_greedy(holdings: Sequence[Holding], page_bytes: int) -> list[int]:
    """Kills every process but the first that holds more than a page may, and returns how much each held."""
    ended = []
    for holding in holdings:
        if holding.bytes > page_bytes and not holding.main:
            try:
                holding.process.kill()
            except psutil.Error:
                continue
            ended.append(holding.bytes)
    return ended
