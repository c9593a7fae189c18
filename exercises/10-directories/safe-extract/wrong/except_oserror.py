"""Unpack a tar or zip archive that a stranger has sent, completely or not at all."""

import contextlib
import errno
import gzip
import lzma
import os
import shutil
import stat
import tarfile
import tempfile
import unicodedata
import zipfile
import zlib
from typing import Callable, NamedTuple

DAMAGED = (tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, lzma.LZMAError, RuntimeError)


class ExtractError(Exception):
    def __init__(self, reason, member):
        super().__init__(f"{reason}: {member}")
        self.reason, self.member = reason, member


class Entry(NamedTuple):
    name: str
    kind: str  # file, folder, link, hard, other
    mode: int
    target: str  # of a link
    open: Callable


def safe_extract(archive, dest, limits):
    archive, dest = os.fsdecode(archive), os.fsdecode(dest)
    if os.path.lexists(dest):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), dest)
    size = os.path.getsize(archive)
    staging = tempfile.mkdtemp(prefix=".extract-", dir=os.path.dirname(dest) or ".")
    try:
        extraction = Extraction(os.path.realpath(staging), limits, size)
        with told_as_damaged():
            for entry in entries_of(archive):
                extraction.add(entry)
        extraction.make_links()
        os.chmod(staging, 0o755)
        os.rename(staging, dest)
    except ExtractError:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return sorted(extraction.made, key=os.fsencode)


@contextlib.contextmanager
def told_as_damaged():
    try:
        yield
    except DAMAGED as error:
        raise ExtractError("format", str(error)) from error


# What the archives hold

def entries_of(path):
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                yield zip_entry(archive, info)
    else:
        with tarfile.open(path) as archive:
            for info in archive:
                yield tar_entry(archive, info)
                archive.members = []  # or it would remember millions of them


def zip_entry(archive, info):
    mode = info.external_attr >> 16
    if info.is_dir():
        kind = "folder"
    else:
        kind = {0: "file", stat.S_IFREG: "file", stat.S_IFLNK: "link"}.get(stat.S_IFMT(mode), "other")
    target = ""
    if kind == "link":
        with archive.open(info) as content:
            target = os.fsdecode(content.read(4096))
    return Entry(info.filename, kind, mode, target, lambda: archive.open(info))


def tar_entry(archive, info):
    kinds = [(info.isreg, "file"), (info.isdir, "folder"), (info.issym, "link"), (info.islnk, "hard")]
    kind = next((kind for is_kind, kind in kinds if is_kind()), "other")
    return Entry(info.name, kind, info.mode, info.linkname, lambda: archive.extractfile(info))


# What is made of it

class Extraction:
    """Directories and files at once, links at the end: until then there is none that could be followed."""

    def __init__(self, root, limits, archive_size):
        self.root = root
        self.most_entries, most_bytes, most_ratio = limits
        self.room = min(most_bytes, most_ratio * archive_size)
        self.entries = 0
        self.known = {}  # how names compare -> (name, is it a directory)
        self.made = []
        self.links = []

    def add(self, entry):
        self.entries += 1
        if self.entries > self.most_entries:
            raise ExtractError("limit", entry.name)
        parts = self.parts_of(entry)
        if entry.kind == "other":
            raise ExtractError("kind", entry.name)
        if entry.kind == "folder":
            self.claim(entry, parts, True)
        elif self.claim(entry, parts, False):
            self.made.append("/".join(parts))
            if entry.kind == "file":
                self.write(entry, os.path.join(self.root, *parts))
            else:
                self.links.append((entry, parts))

    def parts_of(self, entry):
        parts = [part for part in entry.name.split("/") if part not in ("", ".")]
        if entry.name.startswith("/") or ".." in parts or "\0" in entry.name or (not parts and entry.kind != "folder"):
            raise ExtractError("path", entry.name)
        return parts

    def claim(self, entry, parts, is_folder):
        """Makes the directories on the way; the name itself must be free, unless both are directories."""
        for length in range(1, len(parts) + (1 if is_folder else 0)):
            self.claim_one(entry, parts[:length], True)
        return is_folder or self.claim_one(entry, parts, False)

    def claim_one(self, entry, parts, is_folder):
        path = "/".join(parts)
        key = unicodedata.normalize("NFC", path).casefold()
        if key in self.known and (self.known[key] != (path, True) or not is_folder):
            raise ExtractError("duplicate", entry.name)
        if is_folder and key not in self.known:
            os.mkdir(os.path.join(self.root, path))
            os.chmod(os.path.join(self.root, path), 0o755)
        self.known[key] = (path, is_folder)
        return True

    def write(self, entry, path):
        with entry.open() as reader, open(path, "xb") as writer:
            while chunk := reader.read(65536):
                self.room -= len(chunk)
                if self.room < 0:
                    raise ExtractError("limit", entry.name)
                writer.write(chunk)
            os.fchmod(writer.fileno(), 0o755 if entry.mode & stat.S_IXUSR else 0o644)

    def make_links(self):
        for entry, parts in self.links:
            if entry.kind == "hard":
                self.make_hard(entry, os.path.join(self.root, *parts))
        symbolic = [(entry, os.path.join(self.root, *parts)) for entry, parts in self.links if entry.kind == "link"]
        for entry, path in symbolic:
            if not entry.target or os.path.isabs(entry.target):
                raise ExtractError("link", entry.name)
            os.symlink(entry.target, path)
        for entry, path in symbolic:
            if os.path.commonpath([self.root, os.path.realpath(path)]) != self.root:
                raise ExtractError("link", entry.name)

    def make_hard(self, entry, path):
        target = os.path.normpath(entry.target)
        source = os.path.join(self.root, target)
        if self.known.get(unicodedata.normalize("NFC", target).casefold()) != (target, False) or not os.path.isfile(source):
            raise ExtractError("link", entry.name)
        os.link(source, path)
