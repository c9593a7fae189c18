import json


class ArrayError(ValueError):
    def __init__(self, offset, what):
        super().__init__(f"{what} at character {offset}")
        self.offset = offset


def iter_array(path, *, max_item=1 << 20):
    with open(path, encoding="utf-8") as file:
        text = file.read().lstrip()
    if not text.startswith("["):
        raise ValueError("not an array")
    decoder = json.JSONDecoder()
    text = text[1:].lstrip()
    while not text.startswith("]"):
        item, end = decoder.raw_decode(text)
        yield item
        text = text[end:].lstrip().removeprefix(",").lstrip()
