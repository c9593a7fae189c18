import os
import stat


def tail(path, n, *, block=8192):
    if n <= 0:
        return []
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("no regular file")
        lines = file.readlines()
    return [line.removesuffix(b"\n") for line in lines[-n:]]
