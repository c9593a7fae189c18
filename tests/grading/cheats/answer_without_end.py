"""Fills the channel until somebody gives up."""
import os


def ENTRY(*arguments, **named):
    while True:
        for descriptor in range(3, 256):
            try:
                os.write(descriptor, b"[" * 65536)
            except OSError:
                pass
