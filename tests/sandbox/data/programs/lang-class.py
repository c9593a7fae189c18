class A:
    def __init_subclass__(cls, **k): print('sub', cls.__name__, k)
class B(A, key=1): pass
print(B.__module__, B.__qualname__, B.__mro__)
