import os
import stat


def tail(path, n, *, block=8192):
    if n <= 0:
        return []
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("no regular file")
        size = os.fstat(file.fileno()).st_size
        pieces, newlines, back = [], 0, 0
        while back < size and newlines <= n:
            count = min(block, size - back)
            back += count
            file.seek(-back, os.SEEK_END)
            piece = file.read(count)
            pieces.append(piece)
            newlines += piece.count(b"\n")
    lines = b"".join(reversed(pieces)).split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    return lines[-n:]
