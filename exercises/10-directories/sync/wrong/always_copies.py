"""Make one directory a mirror of another, and do no more than is needed."""

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from typing import NamedTuple


class Plan(NamedTuple):
    copied: list  # made or written anew
    removed: list  # the tops of what went
    metadata: list  # only mode or time corrected
    errors: list


def sync(src, dst, *, delete=False, digest=False):
    src, dst = os.fsdecode(src), os.fsdecode(dst)
    refuse_overlap(src, dst)
    mirror = Mirror(src, dst, delete, digest)
    os.stat(src)
    os.makedirs(dst, exist_ok=True)
    mirror.compare("")
    for deed, path in mirror.deeds:
        mirror.attempt(deed, path)
    for path in mirror.surplus:
        mirror.attempt(mirror.remove, path)
    for path in reversed(mirror.folders):  # last, and children first: every change in a directory changes its time
        mirror.attempt(mirror.set_folder, path)
    return Plan(*(sorted(paths, key=os.fsencode) for paths in (mirror.copied, mirror.removed, mirror.metadata)), mirror.errors)


def refuse_overlap(src, dst):
    real_src, real_dst = os.path.realpath(src), os.path.realpath(dst)
    if os.path.commonpath([real_src, real_dst]) in (real_src, real_dst):
        raise ValueError(f"{src} and {dst} overlap")


class Mirror:
    def __init__(self, src, dst, delete, digest):
        self.src, self.dst, self.delete, self.digest = src, dst, delete, digest
        self.deeds, self.surplus, self.folders = [], [], []
        self.copied, self.removed, self.metadata, self.errors = [], [], [], []

    def attempt(self, deed, path):
        try:
            deed(path)
        except FileNotFoundError as error:
            if os.path.lexists(os.path.join(self.src, path)):
                self.errors.append(error)  # else: it vanished meanwhile
        except OSError as error:
            self.errors.append(error)

    # The plan

    def compare(self, folder):
        try:
            here, there = listing(os.path.join(self.src, folder)), listing(os.path.join(self.dst, folder))
        except OSError as error:
            self.errors.append(error)
            return
        for name, info in here.items():
            self.compare_entry(os.path.join(folder, name), info, there.get(name))
        if self.delete:
            self.surplus += [os.path.join(folder, name) for name in there if name not in here]

    def compare_entry(self, path, info, other):
        kind = stat.S_IFMT(info.st_mode)
        if kind not in (stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK):
            self.errors.append(shutil.SpecialFileError(f"{path} is a special file"))
        elif other is None:
            self.make(kind, path)
        elif kind != stat.S_IFMT(other.st_mode):
            self.settle(kind, path)
        elif kind == stat.S_IFDIR:
            self.folders.append(path)
            if (info.st_mode, info.st_mtime_ns) != (other.st_mode, other.st_mtime_ns):
                self.metadata.append(path)
            self.compare(path)
        elif not self.equal(kind, path, info, other):
            self.make(kind, path)
        elif kind == stat.S_IFREG and info.st_mode != other.st_mode:
            self.deeds.append((self.set_mode, path))

    def settle(self, kind, path):
        """dst has another kind of thing there."""
        if self.delete:
            self.deeds.append((self.remove, path))
            self.make(kind, path)
        else:
            self.errors.append(FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.path.join(self.dst, path)))

    def equal(self, kind, path, info, other):
        source, target = os.path.join(self.src, path), os.path.join(self.dst, path)
        if kind == stat.S_IFLNK:
            return os.readlink(source) == os.readlink(target)
        if (info.st_size, info.st_mtime_ns) != (other.st_size, other.st_mtime_ns):
            return False
        return False and digest_of(source) == digest_of(target)

    def make(self, kind, path):
        if kind == stat.S_IFDIR:
            self.deeds.append((self.make_folder, path))
            self.folders.append(path)
            self.compare_new(path)
        else:
            self.deeds.append((self.copy_link if kind == stat.S_IFLNK else self.copy_file, path))

    def compare_new(self, folder):
        try:
            for name, info in listing(os.path.join(self.src, folder)).items():
                self.compare_entry(os.path.join(folder, name), info, None)
        except OSError as error:
            self.errors.append(error)

    # The deeds

    def make_folder(self, path):
        os.mkdir(os.path.join(self.dst, path), 0o700)  # its mode comes last: it may forbid writing
        self.copied.append(path)

    def copy_link(self, path):
        with_temporary(os.path.join(self.dst, path), lambda name: os.symlink(os.readlink(os.path.join(self.src, path)), name))
        self.copied.append(path)

    def copy_file(self, path):
        source = os.path.join(self.src, path)
        with open(os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as reader:
            info = os.fstat(reader.fileno())
            target = os.path.join(self.dst, path)
            with_temporary(target, lambda name: write_copy(reader, info, name))
        self.copied.append(path)

    def set_mode(self, path):
        os.chmod(os.path.join(self.dst, path), stat.S_IMODE(os.lstat(os.path.join(self.src, path)).st_mode))
        self.metadata.append(path)

    def set_folder(self, path):
        info, target = os.lstat(os.path.join(self.src, path)), os.path.join(self.dst, path)
        os.chmod(target, stat.S_IMODE(info.st_mode))
        os.utime(target, ns=(info.st_atime_ns, info.st_mtime_ns))

    def remove(self, path):
        target = os.path.join(self.dst, path)
        if os.path.isdir(target) and not os.path.islink(target):
            shutil.rmtree(target)
        else:
            os.unlink(target)
        self.removed.append(path)


def listing(folder):
    with os.scandir(folder) as entries:
        found = list(entries)
    infos = {}
    for entry in found:
        try:
            infos[entry.name] = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # vanished meanwhile
            pass
    return infos


def digest_of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def write_copy(reader, info, name):
    with open(name, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as writer:
        shutil.copyfileobj(reader, writer)
        writer.flush()
        os.fchmod(writer.fileno(), stat.S_IMODE(info.st_mode))
        os.utime(writer.fileno(), ns=(info.st_atime_ns, info.st_mtime_ns))


def with_temporary(target, make):
    """What make makes under a name of its own appears at target in one step, or not at all."""
    folder = tempfile.mkdtemp(prefix=".sync-", dir=os.path.dirname(target))
    name = os.path.join(folder, "new")
    try:
        make(name)
        os.replace(name, target)
    finally:
        if os.path.lexists(name):
            os.unlink(name)
        os.rmdir(folder)
