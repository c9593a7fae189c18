"""Ends with status 0 in the middle of the call."""
import os


def ENTRY(*arguments, **named):
    os._exit(0)
