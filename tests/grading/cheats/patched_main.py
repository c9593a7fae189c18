"""Replaces every function of the module that calls it."""
import sys

main = sys.modules["__main__"]
for name, value in list(vars(main).items()):
    if callable(value) and not name.startswith("__"):
        setattr(main, name, lambda *arguments, **named: True)


def ENTRY(*arguments, **named):
    return -1
