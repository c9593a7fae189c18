def first_lines(path, n):
    with open(path, encoding="utf-8-sig") as file:
        return file.read().splitlines()[:max(n, 0)]
