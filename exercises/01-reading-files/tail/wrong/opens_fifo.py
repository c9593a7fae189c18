import os
import stat


def tail(path, n, *, block=8192):
    if n <= 0:
        return []
    fd = os.open(path, os.O_RDONLY)
    try:
        info = os.fstat(fd)
        if not stat.S_ISREG(info.st_mode):
            raise ValueError("no regular file")
        position, pieces, newlines = info.st_size, [], 0
        while position > 0 and newlines <= n:
            start = max(0, position - block)
            piece = os.pread(fd, position - start, start)
            if len(piece) < position - start:
                pieces, newlines = [], 0
            pieces.append(piece)
            newlines += piece.count(b"\n")
            position = start
    finally:
        os.close(fd)
    lines = b"".join(reversed(pieces)).split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    return lines[-n:]
