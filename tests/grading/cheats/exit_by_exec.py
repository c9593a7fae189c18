"""Becomes a program that succeeds."""
import os


def ENTRY(*arguments, **named):
    os.execv("/bin/true", ["true"])
