import statistics
print(statistics.mean([1, 2, 4]), statistics.median([3, 1, 2]))
