def tail(path, n, *, block=8192):
    with open(path, encoding="utf-8") as file:
        file.seek(-block, 2)
        return [line.encode() for line in file.read().split("\n")[-n:]]
