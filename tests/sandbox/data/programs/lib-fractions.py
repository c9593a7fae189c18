from fractions import Fraction
print(Fraction(1, 3) + Fraction(1, 6))
