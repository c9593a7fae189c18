def d(f):
    def w(*a):
        print('call', f.__name__)
        return f(*a)
    return w
@d
def f(x): return x
print(f(3))
