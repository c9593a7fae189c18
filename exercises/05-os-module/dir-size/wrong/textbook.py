import os
from collections import namedtuple

Size = namedtuple("Size", "bytes files errors")


def dir_size(root, *, apparent=False):
    total, count = 0, 0
    for path, dirs, files in os.walk(root):
        for name in files:
            info = os.stat(os.path.join(path, name))
            total += info.st_size if apparent else info.st_blocks * 512
            count += 1
    return Size(total, count, [])
