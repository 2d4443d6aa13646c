import json
import logging

import pytest

from watcher.core.model import Secret
from watcher.logs import open_log


def test_programs_get_one_json_object_a_line_and_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    log = open_log("info", as_json=True)
    password = Secret("canary-7f3a")
    log.info("sent", url=password, urls=[password], nested={"url": password})
    log.debug("not shown")
    logging.getLogger("some.library").warning("odd: %s", password)
    try:
        revealed = password.reveal()
        raise RuntimeError(f"with {password} of {len(revealed)} letters")
    except RuntimeError:
        log.exception("crashed")
    lines = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["sent", "library", "crashed"]
    assert "canary-7f3a" not in "".join(lines)


def test_people_get_text_and_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    log = open_log("info", as_json=False)
    password = Secret("canary-7f3a")
    try:
        revealed = password.reveal()
        raise RuntimeError(f"broken after {len(revealed)} letters")
    except RuntimeError:
        log.exception("crashed", url=password)
    shown = capsys.readouterr().err
    assert "crashed" in shown
    assert "canary-7f3a" not in shown


def test_a_librarys_mistakes_in_logging_do_no_harm(capsys: pytest.CaptureFixture[str]) -> None:
    open_log("info", as_json=True)
    logging.getLogger("odd").log(35, "an odd level")
    logging.getLogger("odd").warning("%d", "no number")
    assert [json.loads(line)["message"] for line in capsys.readouterr().err.splitlines()] == ["an odd level", "%d"]
