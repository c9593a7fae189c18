def f():
    import dataclasses
    return dataclasses.dataclass.__name__
print(f())
