from datetime import timedelta

from tests.facts import NOON, a_config
from watcher.daemon.room import Room


def test_a_full_disk_is_told_once_and_when_it_is_over() -> None:
    free = [1000]
    room = Room(lambda: free[0], 500, "store")
    assert room.look(a_config(), NOON) == () and not room.full
    free[0] = 499
    (told,) = room.look(a_config(), NOON)
    assert room.full and told.owner == a_config().operator.id and "nearly full" in told.subject
    for still in (400, 520, 599):
        free[0] = still
        assert room.look(a_config(), NOON + timedelta(minutes=5)) == () and room.full
    free[0] = 600
    (over,) = room.look(a_config(), NOON + timedelta(minutes=9))
    assert not room.full and over.key != told.key


def test_a_daemon_that_starts_again_says_the_same() -> None:
    first, second = (Room(lambda: 1, 500, "store").look(a_config(), NOON + timedelta(hours=n)) for n in (0, 1))
    assert [alert.key for alert in first] == [alert.key for alert in second]
