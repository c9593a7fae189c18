import sys
sys.setrecursionlimit(60)
def f():
    return f()
try:
    f()
except RecursionError as error:
    print(error)
