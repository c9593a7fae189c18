from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
print(Counter('hello').most_common(2), deque([1, 2], 1), namedtuple('P', 'x y')(1, 2))
