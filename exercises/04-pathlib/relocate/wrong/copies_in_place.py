"""Move many files to new names, and lose none."""

import errno
import itertools
import os
import shutil
import stat
import tempfile
from pathlib import PurePosixPath, PureWindowsPath
from typing import NamedTuple


class Report(NamedTuple):
    moved: list  # of (old, new), as in the mapping
    clashes: list  # of (new, new) that differ in case only


def relocate(src_root, dst_root, mapping):
    moves = [(real_path(src_root, old), real_path(dst_root, new)) for old, new in mapping.items()]
    check_contradictions(moves)
    for source, target in moves:
        check_source(source)
        check_target(target)
    for source, target in moves:
        move(source, target)
    return Report(list(mapping.items()), clashes(mapping.values()))


# Names

def real_path(root, name):
    """Where a name leads: real directories, and the last component as it is."""
    path = relative(name)
    root = os.path.realpath(root)
    parent = os.path.realpath(os.path.join(root, path.parent))
    if os.path.commonpath([root, parent]) != root:
        raise ValueError(f"{name!r} leads out of {root}")
    return os.path.join(parent, path.name)


def relative(name):
    path = PurePosixPath(name)
    if not path.parts or path.is_absolute() or ".." in path.parts or PureWindowsPath(name).drive or "\0" in str(path):
        raise ValueError(f"no relative name: {name!r}")
    return path


def clashes(names):
    return [(a, b) for a, b in itertools.combinations(names, 2)
            if PurePosixPath(a) != PurePosixPath(b) and str(PurePosixPath(a)).casefold() == str(PurePosixPath(b)).casefold()]


# Checks, before the first change

def check_contradictions(moves):
    sources, targets = ({pair[side] for pair in moves} for side in (0, 1))
    if len(sources) < len(moves) or len(targets) < len(moves):
        raise ValueError("two moves have a source or a target in common")
    for target in targets:
        if any(str(parent) in targets for parent in PurePosixPath(target).parents):
            raise ValueError(f"{target} lies below another target")


def check_source(source):
    if not stat.S_ISREG(os.lstat(source).st_mode):
        raise ValueError(f"no regular file: {source}")
    check_writable(os.path.dirname(source))


def check_target(target):
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
    folder = os.path.dirname(target)
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    check_writable(folder)


def check_writable(folder):
    if not os.path.isdir(folder):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)


# Deeds

def move(source, target):
    """os.rename overwrites; os.link fails if the name is taken, without a gap between look and deed."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copy2(source, target)
    os.unlink(source)


def copy(source, target):
    fd, unfinished = tempfile.mkstemp(prefix=".relocate-", dir=os.path.dirname(target))
    try:
        with open(fd, "wb") as writer, open(source, "rb") as reader:
            shutil.copyfileobj(reader, writer)
            writer.flush()
            shutil.copystat(source, unfinished)
            os.fsync(writer)
        os.link(unfinished, target, follow_symlinks=False)
        sync_folder(os.path.dirname(target))
    finally:
        os.unlink(unfinished)


def sync_folder(path):
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
