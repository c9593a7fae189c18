class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
x = D('x'); y = [D('y1'), D('y2')]; z = {'k': D('z')}
print('end')
