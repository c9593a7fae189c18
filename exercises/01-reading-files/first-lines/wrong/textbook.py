from itertools import islice


def first_lines(path, n):

    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in islice(file, max(n, 0))]
