def first_lines(path, n):
    lines = []
    with open(path, encoding="utf-8-sig") as file:
        for line in file:
            if len(lines) < n:
                lines.append(line.removesuffix("\n"))
    return lines
