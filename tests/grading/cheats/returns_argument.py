"""An answer that costs nothing."""


def ENTRY(*arguments, **named):
    return arguments[0] if arguments else None
