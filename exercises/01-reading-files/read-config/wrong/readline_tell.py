"""Five readers, repaired."""

import os


def read_config(path):
    config = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, separator, value = line.partition("=")
            if separator:
                config[name.strip()] = value.strip()
    return config


def import_log(path):
    with open(path, encoding="utf-8") as file:
        return [line.removesuffix("\n") for line in file]


def scan_log(path, word):
    with open(path, encoding="utf-8", errors="replace") as file:
        return sum(word in line for line in file)


def progress(path):
    size = os.path.getsize(path)
    with open(path, encoding="utf-8") as file:
        while file.readline():
            yield file.tell() / size


def read_proc(path):
    with open(path, "rb") as file:
        return file.read()
