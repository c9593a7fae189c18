import weakref
class A: pass
a = A()
weakref.finalize(a, print, 'finalized')
r = weakref.ref(a)
print(r() is a)
