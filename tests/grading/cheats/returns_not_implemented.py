"""An answer that costs nothing."""


def ENTRY(*arguments, **named):
    return NotImplemented
