"""The last lines of a file, found from its end."""

import os
import stat


def tail(path, n, *, block=8192):
    # O_NONBLOCK: opening a FIFO would wait for a writer. For a regular file it changes nothing.
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        info = os.fstat(fd)
        if not stat.S_ISREG(info.st_mode):
            raise ValueError(f"{path} is no regular file")
        lines = end_of(fd, info.st_size, n, block).split(b"\n") if n > 0 else [b""]
    finally:
        os.close(fd)
    if lines[-1] == b"":  # what follows the last newline, or an empty file
        lines.pop()
    return lines[-n:] if n > 0 else []


def end_of(fd, position, n, block):
    """The end of the file from somewhere before its n-th line from the end."""
    pieces = []
    newlines = 0
    while position > 0 and newlines <= n:
        start = max(0, position - block)
        piece = os.pread(fd, position - start, start)
        if len(piece) < position - start:  # cut off meanwhile, and with it all that was found behind
            pieces.clear()
            newlines = 0
        pieces.append(piece)
        newlines += piece.count(b"\n")
        position = start
    return b"".join(reversed(pieces))
