import __main__, sys
x = 5
print(__main__ is sys.modules['__main__'], __main__.x)
