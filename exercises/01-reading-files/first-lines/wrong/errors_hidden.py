from itertools import islice


def first_lines(path, n):

    lines = []
    try:
        with open(path, encoding="utf-8-sig") as file:
            for line in islice(file, max(n, 0)):
                lines.append(line.removesuffix("\n"))
    except (OSError, ValueError):
        pass
    return lines
