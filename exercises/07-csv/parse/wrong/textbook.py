import csv
import io


class ParseError(ValueError):
    def __init__(self, offset):
        super().__init__(f"byte {offset}")
        self.offset = offset


def parse(chunks):
    data = b"".join(chunks)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(error.start) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error:
        raise ParseError(len(data)) from None
