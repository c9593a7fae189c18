from decimal import Decimal, getcontext
getcontext().prec = 10
print(Decimal(1) / Decimal(7))
