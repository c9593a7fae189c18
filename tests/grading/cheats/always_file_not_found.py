"""Refuses everything: right where it has to be refused, and nowhere else."""
import errno
import os


def ENTRY(*arguments, **named):
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(arguments[0]) if arguments else None)
