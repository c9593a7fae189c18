"""Has every name that is asked for, and nothing behind it."""


def __getattr__(name):
    return lambda *arguments, **named: True
