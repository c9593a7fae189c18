from __future__ import annotations
def f(x: undefined_name): pass
print(f.__annotations__)
