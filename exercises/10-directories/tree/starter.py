"""Draw a directory as a list of lines."""

import os


def tree(root):
    # A beginning: the entries of one directory.
    # It fails, because the last entry looks like the others, and because nothing below is drawn.
    return [os.path.basename(root)] + ["├── " + name for name in os.listdir(root)]
