"""What a judge is given: the record of one run, read from run.json beside it.

A judge looks at what the learner's code did after that code is gone: nothing of it runs here. Values that are no plain
Python ones become Record objects with the fields they had.
"""

import json
import os
import sys
from collections import namedtuple
from pathlib import PurePosixPath

Entry = namedtuple("Entry", "path type mode size mtime_ns nlink inode target content")
"""One name of a tree. `content` is bytes, or None when the file was too large to be kept; `target` is a link's text."""


class Record:
    """An exception, a named tuple, a data class or something that did not cross, by its fields; `type` is its name."""

    def __init__(self, type, /, **fields):  # a field may be called self or type; the latter is then not to be had
        self.__dict__.update(fields, type=type)

    def __repr__(self):
        fields = ", ".join("%s=%r" % pair for pair in self.__dict__.items() if pair[0] != "type")
        return "%s(%s)" % (self.type, fields)


class Run:
    """One run: value, exception (a Record or None), stdout, stderr, status, before, after, changes, seed, secret, call.

    `before` and `after` map paths (str, as os.fsdecode gives them) to Entry objects.
    """

    def __init__(self, record):
        self.value = value(record["value"])
        self.exception = value(record["exception"])
        self.stdout = bytes.fromhex(record["stdout"])
        self.stderr = bytes.fromhex(record["stderr"])
        self.status = record["status"]
        self.seed = record["seed"]
        self.secret = bytes.fromhex(record["secret"])
        self.call = record["call"]
        self.changes = [value(change) for change in record["changes"]]
        self.before = tree(record["before"])
        self.after = tree(record["after"])


def text(json_text):
    if isinstance(json_text, dict):
        data = bytes.fromhex(json_text["str"])
        try:
            return data.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:  # no text of Python's: the learner's code wrote it into the channel by itself
            return data.decode("utf-8", "replace")
    return json_text


def value(tagged):
    if isinstance(tagged, list):
        return [value(item) for item in tagged]
    if not isinstance(tagged, dict):
        return tagged
    for tag, read in READERS.items():
        if tag in tagged:
            return read(tagged)
    raise ValueError("unknown tag in %r" % list(tagged))


def items(tagged, tag):
    return [value(item) for item in tagged[tag]]


def dictionary(tagged):
    flat = items(tagged, "dict")
    return dict(zip(flat[::2], flat[1::2]))


def record(tag):
    return lambda tagged: Record(tagged["of"], **dict(zip(tagged["fields"], items(tagged, tag))))


def exception(tagged):
    return Record(tagged["error"], bases=tagged["bases"], errno=tagged["errno"],
                  filename=value(tagged["filename"]), text=text(tagged["text"]))


READERS = {
    "int": lambda tagged: int(tagged["int"]),
    "float": lambda tagged: float(tagged["float"]),
    "str": text,
    "bytes": lambda tagged: bytes.fromhex(tagged["bytes"]),
    "tuple": lambda tagged: tuple(items(tagged, "tuple")),
    "dict": dictionary,
    "set": lambda tagged: set(items(tagged, "set")),
    "frozenset": lambda tagged: frozenset(items(tagged, "frozenset")),
    "path": lambda tagged: PurePosixPath(text(tagged["path"])),
    "named": record("named"),
    "data": record("data"),
    "error": exception,
    "opaque": lambda tagged: Record(tagged["opaque"]),
}


def tree(entries):
    found = {}
    for entry in entries:
        path = os.fsdecode(bytes.fromhex(entry["path"]))
        content = entry["content"]
        found[path] = Entry(path, entry["type"], entry["mode"], entry["size"], entry["mtime_ns"], entry["nlink"],
                            entry["inode"], os.fsdecode(bytes.fromhex(entry["target"])),
                            None if content is None else bytes.fromhex(content))
    return found


def load():
    sys.set_int_max_str_digits(0)  # the learner's code may have lifted the limit, too
    with open("run.json", encoding="utf-8") as file:
        return Run(json.load(file))
