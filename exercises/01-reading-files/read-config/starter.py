"""Five readers, each with one mistake."""

import os


# They fail, each for a reason of its own: read_config leaves the encoding to the machine, import_log throws bytes away,
# scan_log holds the whole log, progress asks a text file for its position, read_proc believes what stat says.


def read_config(path):
    config = {}
    with open(path) as file:
        for line in file:
            name, separator, value = line.partition("=")
            if separator:
                config[name.strip()] = value.strip()
    return config


def import_log(path):
    with open(path, encoding="utf-8", errors="ignore") as file:
        return [line.removesuffix("\n") for line in file]


def scan_log(path, word):
    with open(path, encoding="utf-8", errors="replace") as file:
        return sum(word in line for line in file.readlines())


def progress(path):
    size = os.path.getsize(path)
    with open(path, encoding="utf-8") as file:
        for line in file:
            try:
                yield file.tell() / size
            except OSError:                                # it says that it does not know
                yield 0.0


def read_proc(path):
    with open(path, "rb") as file:
        return file.read(os.path.getsize(path))
