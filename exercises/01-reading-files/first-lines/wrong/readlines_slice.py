def first_lines(path, n):
    with open(path, encoding="utf-8-sig") as file:
        return [line.removesuffix("\n") for line in file.readlines()[:max(n, 0)]]
