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
    with open(path, encoding="utf-8", errors="replace") as file:
        return [line.removesuffix("\n") for line in file]


def scan_log(path, word):
    with open(path, encoding="utf-8", errors="replace") as file:
        return sum(word in line for line in file)


def progress(path):
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        done = 0
        for line in file:
            done += len(line)
            yield min(done / size, 1.0)  # the file may have grown meanwhile
        if done == 0:
            yield 1.0


def read_proc(path):
    with open(path, "rb") as file:
        return file.read()
