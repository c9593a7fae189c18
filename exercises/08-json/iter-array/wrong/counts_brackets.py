import json


class ArrayError(ValueError):
    def __init__(self, offset, what):
        super().__init__(f"{what} at character {offset}")
        self.offset = offset


def iter_array(path, *, max_item=1 << 20):
    with open(path, encoding="utf-8") as file:
        first = file.read(1)
        while first.isspace():
            first = file.read(1)
        if first != "[":
            raise ValueError("not an array")
        depth = 0
        item = []
        while block := file.read(65536):
            for character in block:
                if depth == 0 and character in ",]":
                    text = "".join(item)
                    if text.strip():
                        yield json.loads(text)
                    item = []
                    if character == "]":
                        return
                    continue
                if character in "[{":
                    depth += 1
                elif character in "]}":
                    depth -= 1
                item.append(character)
                if len(item) > max_item:
                    raise ArrayError(0, "too long")
        raise ArrayError(0, "cut off")
