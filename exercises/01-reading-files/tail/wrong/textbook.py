from collections import deque


def tail(path, n, *, block=8192):
    with open(path, "rb") as file:
        return [line.removesuffix(b"\n") for line in deque(file, maxlen=max(n, 0))]
