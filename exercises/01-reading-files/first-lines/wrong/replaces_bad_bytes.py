from itertools import islice


def first_lines(path, n):

    with open(path, encoding="utf-8-sig", errors="replace") as file:
        return [line.removesuffix("\n") for line in islice(file, max(n, 0))]
