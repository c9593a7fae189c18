"""A number that compares like no other."""


def ENTRY(*arguments, **named):
    return float("nan")
