class Loud:
    def __del__(self):
        raise ValueError('in del')
x = Loud()
del x
print('on')
