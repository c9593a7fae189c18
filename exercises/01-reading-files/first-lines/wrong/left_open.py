import os
from itertools import islice


def first_lines(path, n):
    fd = os.open(path, os.O_RDONLY)
    with open(fd, encoding="utf-8-sig", closefd=False) as file:
        return [line.removesuffix("\n") for line in islice(file, max(n, 0))]
