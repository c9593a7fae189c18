"""The items of a JSON array, one at a time."""

import json

BLOCK = 1 << 16
BLANKS = " \t\r\n"
NUMERIC = "+-.0123456789eE"
DECODER = json.JSONDecoder()


class ArrayError(ValueError):
    """The document is broken at `offset`, in characters from its start."""

    def __init__(self, offset, what):
        super().__init__(f"{what} at character {offset}")
        self.offset = offset


class Window:
    """The part of the document that is in memory, and where one is in it."""

    def __init__(self, file):
        self.file = file
        self.text = ""
        self.position = 0
        self.cut = 0  # characters of the document before the text

    def offset(self, position):
        return self.cut + position

    def more(self, keep, most):
        """Reads on; what lies before `keep` goes. False at the end of the document."""
        self.cut += keep
        self.position -= keep
        new = self.file.read(min(max(BLOCK, len(self.text) - keep), most))
        self.text = self.text[keep:] + new
        return bool(new)

    def peek(self):
        """The next character that is no blank, or "" at the end."""
        while True:
            while self.position < len(self.text) and self.text[self.position] in BLANKS:
                self.position += 1
            if self.position < len(self.text):
                return self.text[self.position]
            if not self.more(self.position, BLOCK):
                return ""


def iter_array(path, *, max_item=1 << 20):
    with open(path, encoding="utf-8", newline="") as file:
        window = Window(file)
        expect(window, "[")
        if window.peek() == "]":
            window.position += 1
        else:
            last = False
            while not last:
                item, last = next_item(window, max_item)
                yield item
        if window.peek():
            raise ArrayError(window.offset(window.position), "something behind the array")


def expect(window, character):
    if window.peek() != character:
        raise ArrayError(window.offset(window.position), f"no {character}")
    window.position += 1


def next_item(window, max_item):
    """The next item, and whether it is the last; the comma or bracket behind it is taken, too."""
    if window.peek() in ("", ",", "]"):
        raise ArrayError(window.offset(window.position), "no item")
    begins = window.offset(window.position)
    while True:
        item, end = decode(window.text, window.position)
        if end < len(window.text):
            break
        if not window.more(window.position, 1 << 26):
            raise ArrayError(begins, "an incomplete item")
    window.position = end
    follower = window.peek()
    if follower == "":
        raise ArrayError(begins, "nothing behind the item")
    if follower not in ",]":
        raise ArrayError(window.offset(window.position), "neither comma nor bracket")
    window.position += 1
    return item, follower == "]"


def decode(text, start):
    """An item and its end; the end of the text if it is not known to be complete."""
    try:
        item, end = DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, len(text)
    if end < len(text) and text[end] in NUMERIC and type(item) in (int, float):
        return None, len(text)
    return item, end
