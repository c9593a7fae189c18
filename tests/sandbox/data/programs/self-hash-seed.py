print(hash('abc'), list({'x', 'y', 'z', 'w'}))
