"""The Blobs port: what was put comes back as it was, or not at all."""

from pathlib import Path

import pytest

from watcher.core.ports import BlobDamagedError, BlobMissingError
from watcher.store.blobs import FileBlobs


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path)


@pytest.mark.parametrize("content", [b"", b"text", bytes(range(256)) * 5000])
def test_content_comes_back_by_its_hash(blobs: FileBlobs, content: bytes) -> None:
    name = blobs.put(content)
    assert blobs.put(content) == name
    assert blobs.get(name) == content
    assert list(blobs.names()) == [name]


def test_what_is_missing_or_damaged_is_said(blobs: FileBlobs) -> None:
    name = blobs.put(b"evidence")
    other = blobs.put(b"other")
    blobs.path(name).write_bytes(blobs.path(other).read_bytes())
    with pytest.raises(BlobDamagedError, match=name):
        blobs.get(name)
    blobs.path(name).write_bytes(b"no zstd")
    with pytest.raises(BlobDamagedError, match=name):
        blobs.get(name)
    with pytest.raises(BlobMissingError):
        blobs.get("0" * 64)


def test_what_an_interrupted_put_left_is_swept(blobs: FileBlobs) -> None:
    name = blobs.put(b"evidence")
    half = blobs.path(name).with_name("half.tmp")
    half.write_bytes(b"half")
    assert blobs.sweep() == 0
    assert blobs.sweep(older_than_s=-1) == 1
    assert not half.exists()
    assert blobs.get(name) == b"evidence"


def test_damage_is_mended_when_the_content_is_seen_again(blobs: FileBlobs) -> None:
    name = blobs.put(b"evidence")
    blobs.path(name).write_bytes(b"scribbled")
    assert blobs.put(b"evidence") == name
    assert blobs.get(name) == b"evidence"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_a_name_that_is_no_hash_reaches_no_file(blobs: FileBlobs, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        blobs.get(name)
