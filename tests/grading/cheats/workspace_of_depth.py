"""Leaves a path that is longer than any path may be, with names that are no text."""
import os


def ENTRY(*arguments, **named):
    home = os.open(".", os.O_RDONLY)
    try:
        for number in range(2000):
            os.mkdir(b"\xff\n" * 20)
            os.chdir(b"\xff\n" * 20)
    except OSError:
        pass
    os.fchdir(home)
    return None
