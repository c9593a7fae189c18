"""A list without an end."""


def ENTRY(*arguments, **named):
    endless = []
    endless.append(endless)
    return endless
