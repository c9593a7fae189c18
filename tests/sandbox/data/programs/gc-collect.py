import gc
class Node:
    pass
n = Node()
n.me = n
del n
print(gc.collect() > 0)
