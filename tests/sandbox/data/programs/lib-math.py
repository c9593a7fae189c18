import math
print(math.factorial(30), math.isqrt(10 ** 20), math.inf, math.nan)
