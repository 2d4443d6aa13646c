"""The units: what systemd's own tools say of them, and that they fit a machine with other paths."""

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from watcher.cli.main import app
from watcher.cli.service import UNITS, adapt
from watcher.settings import Settings

UNIT_FOLDER = Path(__file__).parents[3] / "systemd"
analyze = shutil.which("systemd-analyze")


def units_for(folder: Path, home: Path) -> dict[str, str]:
    program = folder / "bin" / "watcher"
    settings = Settings(config=home / "targets.yaml", store=home / "my store 100%")
    return {
        name: adapt((UNIT_FOLDER / name).read_text(), settings=settings, program=program, user="root", backups=home)
        for name in UNITS
    }


def test_paths_of_this_machine_are_in_the_units(tmp_path: Path) -> None:
    units = units_for(tmp_path, Path("/home/me"))
    unit = units["watcher.service"]
    assert f"ExecStart={tmp_path}/bin/watcher run" in unit
    assert 'Environment="WATCHER_STORE=/home/me/my store 100%%"' in unit
    assert 'ReadWritePaths="/home/me/my store 100%%"' in unit
    assert "ProtectHome=no" in unit and "ProtectHome=yes" not in unit and "/opt" not in unit
    assert f"ExecStart={tmp_path}/bin/watcher backup /home/me" in units["watcher-backup.service"]


def test_they_are_written_where_one_says(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["install-service", "--to", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(UNITS)


@pytest.mark.skipif(analyze is None, reason="this machine has no systemd-analyze")
def test_systemd_finds_nothing_wrong_and_little_exposed(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "watcher").symlink_to("/bin/true")
    for name, text in units_for(tmp_path, tmp_path).items():
        (tmp_path / name).write_text(text)
    files = [str(tmp_path / name) for name in UNITS]
    verified = subprocess.run([str(analyze), "verify", *files], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")
    exposure = [str(analyze), "security", "--offline=true", "--no-pager", "--threshold=18"]
    judged = subprocess.run(
        [*exposure, str(UNIT_FOLDER / "watcher.service")], capture_output=True, text=True, check=False
    )
    assert judged.returncode == 0, judged.stdout[-200:]


@pytest.mark.skipif(shutil.which("systemd-sysusers") is None, reason="this machine has no systemd-sysusers")
def test_systemd_makes_the_user_and_the_folders(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    made = subprocess.run(
        ["systemd-sysusers", f"--root={tmp_path}", UNIT_FOLDER / "watcher.sysusers.conf"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode and "Operation not permitted" in made.stderr:
        pytest.skip("only root may make users")
    assert made.returncode == 0, made.stderr
    assert "watcher:x:" in (tmp_path / "etc" / "passwd").read_text()
    conf = UNIT_FOLDER / "watcher.tmpfiles.conf"
    subprocess.run(["systemd-tmpfiles", f"--root={tmp_path}", "--create", conf], check=False, capture_output=True)
    folders = ["etc/watcher", "var/lib/watcher", "var/lib/watcher-backup"]
    modes = [(tmp_path / folder).stat().st_mode & 0o777 for folder in folders if (tmp_path / folder).is_dir()]
    assert modes in ([0o750, 0o700, 0o700], [])
