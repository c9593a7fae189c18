import json


class ArrayError(ValueError):
    def __init__(self, offset, what):
        super().__init__(f"{what} at character {offset}")
        self.offset = offset


def iter_array(path, *, max_item=1 << 20):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() not in ("", "[", "]"):
                yield json.loads(line.strip().rstrip(","))
