"""webchanges as its users run it: a command that visits all pages of its jobs file with a Chromium for each."""

import os
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path


class Webchanges:
    """`check` visits every page once; `errors` says which of these visits failed, "" if none, and `untrue` counts the
    texts that were kept after the first one of each page.
    """

    def __init__(self, program: Path, browser: Path, urls: Sequence[str], folder: Path, *, workers: int) -> None:
        switches = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self.store = folder / "store"
        self.store.mkdir()
        self._pages = len(urls)
        self._snapshots = self.store / "snapshots.db"
        (folder / "jobs.yaml").write_text(
            "---\n".join(
                f"name: page {n}\nurl: {url}\nuse_browser: true\nignore_cached: true\n"
                f"switches: [{', '.join(switches)}]\nfilters:\n  - html2text\n"
                for n, url in enumerate(urls)
            )
        )
        (folder / "config.yaml").write_text("report: {stdout: {enabled: false}}\n")
        self._command = [str(program), f"--jobs={folder / 'jobs.yaml'}", f"--config={folder / 'config.yaml'}"]
        self._command += [f"--database={self._snapshots}", f"--max-workers={workers}"]
        self._environment = os.environ | {"WEBCHANGES_BROWSER_PATH": str(browser)}
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        self.version = told.partition("webchanges ")[2].split()[0]

    def check(self) -> None:
        self._run = subprocess.run(self._command, env=self._environment, capture_output=True, text=True, check=False)

    def errors(self) -> str:
        # it ends with 0 whatever became of the pages
        told = [line for line in self._run.stderr.splitlines() if " ERROR: " in line]
        if self._run.returncode or told:
            return "; ".join(told) or self._run.stderr[-1000:]
        pages = self._count("DISTINCT uuid")
        return "" if pages == self._pages else f"it has texts of {pages} of {self._pages} pages"

    def untrue(self) -> int:
        return self._count("*") - self._pages

    def _count(self, what: str) -> int:
        with closing(sqlite3.connect(self._snapshots)) as store:
            return int(store.execute(f"SELECT count({what}) FROM webchanges").fetchone()[0])
