"""How well page states are told apart: the pages of tests/states on a local site, looked at with the real browser.

    python -m bench.states [first|second]

Prints the confusion table (rows: what a page plays; columns: what it is taken for) and every page taken for another.
The second half was written after the rules had been tuned on the first, and is counted apart.
"""

import asyncio
import sys
import time

from tests.orders import real_pool
from tests.plays import HALVES, confusion, perform, read_plays
from tests.site import Site


async def main(halves: tuple[str, ...]) -> None:
    started = time.monotonic()
    with Site() as site:
        async with real_pool([site.allow], slots=2) as pool:
            seen = await perform(read_plays(halves), site, pool)
    print(confusion(seen))
    for half in halves:
        mine = [one for one in seen if one.play.half == half]
        right = sum(one.state == one.play.state for one in mine)
        print(f"{half}: {right} of {len(mine)} right")
    for one in seen:
        if one.state != one.play.state:
            print(f"{one.play.name}: taken for {one.state}: {one.reason}")
    print(f"{time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    asyncio.run(main(tuple(sys.argv[1:]) or HALVES))
