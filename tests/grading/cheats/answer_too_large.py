"""An answer too large to be looked at."""


def ENTRY(*arguments, **named):
    return "x" * 10_000_000
