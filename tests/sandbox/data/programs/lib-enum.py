from enum import Enum, Flag, auto
class C(Enum):
    RED = auto()
class F(Flag):
    A = auto()
    B = auto()
print(C.RED, F.A | F.B, list(C))
