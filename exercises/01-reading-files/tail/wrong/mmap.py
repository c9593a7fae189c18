import mmap
import os
import stat


def tail(path, n, *, block=8192):
    if n <= 0:
        return []
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        info = os.fstat(fd)
        if not stat.S_ISREG(info.st_mode):
            raise ValueError("no regular file")
        if info.st_size == 0:
            return []
        try:
            view = mmap.mmap(fd, info.st_size, access=mmap.ACCESS_READ)
        except ValueError:
            return []
        with view:
            end = len(view) - (view[-1] == 10)
            lines, position = [], end
            while position >= 0 and len(lines) < n:
                start = view.rfind(b"\n", 0, position) + 1
                lines.append(view[start:position])
                position = start - 1
            return lines[::-1]
    finally:
        os.close(fd)
