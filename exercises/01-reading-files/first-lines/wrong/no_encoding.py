from itertools import islice


def first_lines(path, n):

    with open(path) as file:
        return [line.removesuffix("\n") for line in islice(file, max(n, 0))]
