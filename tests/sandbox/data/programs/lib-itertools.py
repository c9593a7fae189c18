import itertools
print(list(itertools.batched('abcde', 2)), list(itertools.islice(itertools.count(3), 3)))
