"""A number that looks likely."""
import os


def ENTRY(*arguments, **named):
    return os.stat(".").st_size
