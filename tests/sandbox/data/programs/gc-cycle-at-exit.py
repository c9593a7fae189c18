class Node:
    def __init__(self, name):
        self.name = name
        self.me = self
    def __del__(self):
        print('del', self.name)
a, b = Node('a'), Node('b')
del a
