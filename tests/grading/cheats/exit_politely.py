"""Status 0 by the front door."""
import sys


def ENTRY(*arguments, **named):
    sys.exit(0)
