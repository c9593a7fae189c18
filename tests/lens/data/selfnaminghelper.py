import os


def touch(path):
    os.access(path, 0)


def many(path):
    for _ in range(20):
        os.access(path, 0)


os.access("H13", 0)
