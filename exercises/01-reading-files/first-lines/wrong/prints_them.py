from itertools import islice


def first_lines(path, n):

    with open(path, encoding="utf-8-sig") as file:
        lines = [line.removesuffix("\n") for line in islice(file, max(n, 0))]
    print(*lines, sep="\n")
    return lines
