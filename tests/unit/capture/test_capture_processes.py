"""Processes are recognised before they are killed."""

import os
import signal
import subprocess
from dataclasses import replace

from watcher.capture.processes import kill, look_at


def test_a_process_is_seen_and_killed_with_its_group() -> None:
    script = "sleep 60 & echo $!; wait"
    leader = subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert leader.stdout is not None
    child = int(leader.stdout.readline())

    process = look_at(leader.pid)
    assert process is not None
    assert process.parent == os.getpid()
    kill(process)

    assert leader.wait(5) == -signal.SIGKILL
    leader.stdout.close()
    assert look_at(leader.pid) is None
    seen = look_at(child)
    while seen is not None and seen.parent == process.pid:
        seen = look_at(child)


def test_another_process_with_the_same_number_is_spared() -> None:
    bystander = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        process = look_at(bystander.pid)
        assert process is not None
        kill(replace(process, started="1"))
        kill(None)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_one_that_only_waits_to_be_reaped_is_gone() -> None:
    finished = subprocess.Popen(["true"])
    os.waitid(os.P_PID, finished.pid, os.WEXITED | os.WNOWAIT)

    assert look_at(finished.pid) is None
    finished.wait()
