class M(type):
    def __call__(cls, *a):
        print('making', cls.__name__)
        return super().__call__(*a)
class A(metaclass=M): pass
A()
