print(sorted(['b', 'A', 'c'], key=str.lower), sorted([3, 1, 2], reverse=True))
