"""Stores objects as JSON."""

import datetime
import json
import os
import pathlib
import stat
import tempfile
from decimal import Decimal


def save(obj, path):
    try:
        text = json.dumps(plain(obj), ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2)
    except RecursionError:
        raise ValueError("nested too deep, or in itself") from None
    replace(os.fspath(path), (text + "\n").encode("utf-8"))


def plain(value):
    """The value in the types that JSON knows, or an exception."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(inner) for inner in value), key=lambda inner: json.dumps(inner, sort_keys=True))
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no offset")
        return value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is not JSON")
        return str(value)
    if isinstance(value, pathlib.PurePath):
        return str(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def replace(path, data):
    fd, temporary = tempfile.mkstemp(prefix=".save-", dir=os.path.dirname(path) or ".")
    try:
        with open(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(fd, mode_for(path))
            os.fsync(fd)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def mode_for(path):
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except FileNotFoundError:
        umask = os.umask(0o077)
        os.umask(umask)
        return 0o666 & ~umask
