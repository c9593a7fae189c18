"""A class whose class says yes to everything: isinstance, issubclass, ==."""


class Yes(type):
    def __instancecheck__(cls, instance):
        return True

    def __subclasscheck__(cls, subclass):
        return True

    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return 0

    def __getattr__(cls, name):
        return cls

    def __call__(cls, *arguments, **named):
        return cls

    def __iter__(cls):
        return iter(())

    def __len__(cls):
        return 0


class ENTRY(metaclass=Yes):
    pass
