"""Evidence on disk: bytes by the SHA-256 of their content, compressed, written so that a crash leaves no half file."""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

import zstandard

from watcher.core.ports import BlobDamagedError, BlobMissingError

_NAME = re.compile(r"[0-9a-f]{64}")
_SUFFIX = ".zst"
_TEMPORARY = ".tmp"
_LEVEL = 6
_LARGEST = 1 << 30
# a frame that zstd skips stands before a difference and names the blob that it differs from
_DIFFERENCE = b"\x50\x2a\x4d\x18" + (32).to_bytes(4, "little")
_HEAD = len(_DIFFERENCE) + 32
# a difference that saves less than half is stored whole, and later ones differ from it
_WORTH = 2


class FileBlobs:
    """Blobs as files `ab/abcdef....zst` below a folder. Calls must come from one thread at a time.

    A blob is stored whole, or as its difference from one that is stored whole. Whoever removes blobs keeps the `base`
    of each that stays.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes, like: str | None = None) -> str:
        """Stores durably and returns the hash; storing the same content again changes nothing.

        `like` names a blob with similar content: where that saves much, only the difference from it is stored, or from
        the one that it differs from itself.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if self.holds(sha256):
            return sha256
        if not path.parent.exists():
            path.parent.mkdir(exist_ok=True)
            sync_folder(self._folder)
        with NamedTemporaryFile(dir=path.parent, prefix=sha256[:16], suffix=_TEMPORARY, delete=False) as file:
            file.write(self._pack(sha256, content, like))
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
        sync_folder(path.parent)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Returns the content, checked against its hash; raises BlobMissingError or BlobDamagedError."""
        try:
            stored = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise BlobMissingError(sha256) from None
        return unpack(sha256, stored, self.get)

    def base(self, sha256: str) -> str | None:
        """The blob that this one is stored as a difference from; None where it is whole, or not there."""
        try:
            with self.path(sha256).open("rb") as file:
                return _base(file.read(_HEAD))
        except FileNotFoundError:
            return None

    def _pack(self, sha256: str, content: bytes, like: str | None) -> bytes:
        whole = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(content)
        base = None if like is None else self.base(like) or like
        # what a blob differs from is whole itself: no chain grows, and none can close
        if base is None or base == sha256 or self.base(base) is not None or not self.holds(base):
            return whole
        near = self.get(base)
        parameters = zstandard.ZstdCompressionParameters.from_level(
            _LEVEL, source_size=len(content), dict_size=len(near), write_checksum=True
        )
        packer = zstandard.ZstdCompressor(dict_data=_like(near), compression_params=parameters)
        difference = _DIFFERENCE + bytes.fromhex(base) + packer.compress(content)
        return difference if len(difference) * _WORTH < len(whole) else whole

    def sweep(self, older_than_s: float = 3600.0) -> int:
        """Removes what an interrupted `put` left behind and returns how many files that were.

        Younger files may be another process's, at work.
        """
        oldest = time.time() - older_than_s
        left = [path for path in self._folder.glob(f"*/*{_TEMPORARY}") if path.stat().st_mtime <= oldest]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def has(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def holds(self, sha256: str) -> bool:
        """Whether the blob is there and whole: a damaged one is mended when its content is seen again."""
        try:
            self.get(sha256)
        except (BlobMissingError, BlobDamagedError):
            return False
        return True

    def remove(self, sha256: str) -> int:
        """Removes a blob, if it is there, and returns how many bytes that frees."""
        path = self.path(sha256)
        try:
            size = path.stat().st_size
            path.unlink()
        except FileNotFoundError:
            return 0
        return size

    def path(self, sha256: str) -> Path:
        """Where the blob lies; raises ValueError where the name is no hash."""
        if not _NAME.fullmatch(sha256):
            raise ValueError(f"not a SHA-256 in hexadecimal: {sha256!r}")
        return self._folder / sha256[:2] / (sha256 + _SUFFIX)

    def names(self) -> Iterator[str]:
        """The hashes of all stored blobs."""
        for path in self._folder.glob(f"*/*{_SUFFIX}"):
            yield path.name.removesuffix(_SUFFIX)


def unpack(sha256: str, stored: bytes, get: Callable[[str], bytes]) -> bytes:
    """The content of a blob as it is stored; raises BlobDamagedError where it has another hash.

    `get` fetches the blob that this one differs from, and raises as `FileBlobs.get` does.
    """
    base = _base(stored)
    try:
        if base is None:
            content = zstandard.ZstdDecompressor().decompress(stored, max_output_size=_LARGEST)
        else:
            beside = zstandard.ZstdDecompressor(dict_data=_like(get(base)))
            content = beside.decompress(stored[_HEAD:], max_output_size=_LARGEST)
    except (BlobMissingError, BlobDamagedError, RecursionError) as error:
        message = f"{sha256}: it is stored as its difference from {base}, which is missing or damaged"
        raise BlobDamagedError(message) from error
    except zstandard.ZstdError as error:
        raise BlobDamagedError(f"{sha256}: {error}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BlobDamagedError(f"{sha256}: its content has another hash")
    return content


def _base(stored: bytes) -> str | None:
    return stored[len(_DIFFERENCE) : _HEAD].hex() if stored.startswith(_DIFFERENCE) else None


def _like(content: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def sync_folder(folder: Path) -> None:
    """Makes what was made or renamed in the folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
