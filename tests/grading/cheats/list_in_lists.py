"""A list so deep that whoever walks it runs out of stack."""


def ENTRY(*arguments, **named):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep
