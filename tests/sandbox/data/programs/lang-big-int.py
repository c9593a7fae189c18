print(10 ** 100 % 97)
try:
    print(len(str(10 ** 5000)))
except ValueError as error:
    print(error)
