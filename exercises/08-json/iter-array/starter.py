"""The items of a JSON array, one at a time."""

import json


class ArrayError(ValueError):
    """The document is broken at `offset`, in characters from its start."""

    def __init__(self, offset, what):
        super().__init__(f"{what} at character {offset}")
        self.offset = offset


def iter_array(path, *, max_item=1 << 20):
    # A beginning: one item per line, as some programs write arrays.
    # It fails, because an array may be written in any way.
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() not in ("[", "]"):
                yield json.loads(line.strip().rstrip(","))
