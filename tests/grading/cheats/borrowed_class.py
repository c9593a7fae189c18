"""Says it is of another class than it is."""


class Chameleon:
    __class__ = dict
    __dict__ = {}

    def __eq__(self, other):
        return True

    def __iter__(self):
        return iter(())

    def items(self):
        return [(self, self)]


def ENTRY(*arguments, **named):
    return Chameleon()
