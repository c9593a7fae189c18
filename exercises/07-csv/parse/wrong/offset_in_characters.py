"""A CSV parser that is fed bytes, in pieces of any size."""

import codecs
import re

ORDINARY = re.compile(rb'[^",\r\n]*')  # what means nothing outside of quotes
MARK = codecs.BOM_UTF8


class ParseError(ValueError):
    def __init__(self, offset, reason):
        super().__init__(f"byte {offset}: {reason}")
        self.offset = offset


def parse(chunks):
    machine = Machine()
    decoder = codecs.getincrementaldecoder("utf-8")()
    decoded = 0  # bytes that are known to be UTF-8
    for chunk in without_mark(chunks, machine):
        chunk = bytes(chunk)
        waiting = len(decoder.getstate()[0])  # the beginning of a character, from the chunk before
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            bad = machine.offset - waiting + error.start
            yield from machine.feed(chunk[:max(error.start - waiting, 0)])
            if machine.state == machine.after_return:
                bad -= 1  # what follows the return is no line feed, whatever it is: that came first
            raise ParseError(bad, "not UTF-8") from None
        yield from machine.feed(chunk)
    if waiting := len(decoder.getstate()[0]):
        raise ParseError(machine.offset - waiting, "not UTF-8")
    yield from machine.finish()


def without_mark(chunks, machine):
    """The chunks without a byte order mark at the start, wherever it is cut."""
    start = b""
    for chunk in chunks:
        if start is not None:
            start += chunk
            if len(start) < len(MARK) and MARK.startswith(start):
                continue
            if start.startswith(MARK):
                machine.offset = len(MARK)
            chunk, start = start.removeprefix(MARK), None
        yield chunk
    if start:
        yield start


class Machine:
    """The states: at the start of a field, in a field, in quotes, behind a quote in quotes, behind a return."""

    def __init__(self):
        self.offset = 0  # of the next byte
        self.state = self.field_start
        self.row = []
        self.pieces = []  # of the field; joined once, at its end
        self.quote_at = 0

    def feed(self, data):
        self.data, self.at, self.done = data, 0, []
        base = self.offset
        while self.at < len(data):
            self.offset = base + self.at
            self.state()
            if self.done:
                yield self.done.pop()
        self.offset = base + len(data.decode(errors="ignore"))

    def finish(self):
        if self.state == self.in_quotes:
            raise ParseError(self.quote_at, "a quote that never closes")
        if self.state == self.after_return:
            raise ParseError(self.offset - 1, "a return without a line feed")
        if self.row or self.pieces or self.state != self.field_start:
            self.end_field()
            yield self.row

    # States: each consumes at least one byte, or changes the state

    def field_start(self):
        if self.next_is(b'"'):
            self.quote_at = self.offset
            self.at += 1
            self.state = self.in_quotes
        else:
            self.state = self.in_field

    def in_field(self):
        end = ORDINARY.match(self.data, self.at).end()
        if end > self.at:
            self.pieces.append(self.data[self.at:end])
            self.at = end
        elif self.next_is(b'"'):
            raise ParseError(self.offset, "a quote inside an unquoted field")
        else:
            self.separator()

    def in_quotes(self):
        end = self.data.find(b'"', self.at)
        if end < 0:
            self.pieces.append(self.data[self.at:])
            self.at = len(self.data)
        else:
            self.pieces.append(self.data[self.at:end])
            self.at = end + 1
            self.state = self.after_quote

    def after_quote(self):
        if self.next_is(b'"'):
            self.pieces.append(b'"')
            self.at += 1
            self.state = self.in_quotes
        elif self.data[self.at] in b",\r\n":
            self.separator()
        else:
            raise ParseError(self.offset, "text behind a closing quote")

    def after_return(self):
        if not self.next_is(b"\n"):
            raise ParseError(self.offset - 1, "a return without a line feed")
        self.at += 1
        self.end_row()

    # Steps

    def next_is(self, byte):
        return self.data[self.at:self.at + 1] == byte

    def separator(self):
        byte = self.data[self.at:self.at + 1]
        blank = not self.row and not self.pieces and self.state != self.after_quote
        self.at += 1
        if byte == b"," or not blank:
            self.end_field()
        if byte == b",":
            self.state = self.next_field
        elif byte == b"\r":
            self.state = self.after_return
        else:
            self.end_row()

    def next_field(self):
        """As field_start; but a row that ends here has one field more."""
        self.state = self.field_start
        if not self.next_is(b'"'):
            self.state = self.in_field
        else:
            self.field_start()

    def end_field(self):
        self.row.append(b"".join(self.pieces).decode())
        self.pieces = []

    def end_row(self):
        self.done.append(self.row)
        self.row = []
        self.state = self.field_start
