"""Put a log aside, keep the last few, and lose not one line."""

import os


def rotate(path, keep):
    # A beginning: the log gets a number.
    # It fails, because there is no new log, and because the old .1 is overwritten.
    if not os.path.exists(path):
        return False
    os.replace(path, f"{path}.1")
    return True
