"""Is this file UTF-8, and if not, where does it stop?"""

import codecs

CHUNK = 1 << 16
MARK = codecs.BOM_UTF8


def decode_report(path):
    scan = Scan()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            scan.take(chunk)
    scan.take(b"", final=True)
    return scan.report()


class Scan:
    """What is known after the chunks seen so far."""

    def __init__(self):
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.size = 0  # bytes in the chunks before
        self.newlines = 0
        self.head = self.last = b""
        self.bad = None

    def take(self, chunk, final=False):
        if self.bad is None:
            self.decode(chunk, final)
        self.head = (self.head + chunk[:len(MARK)])[:len(MARK)]
        self.last = chunk[-1:] or self.last
        self.size += len(chunk)
        self.newlines += chunk.count(b"\n")

    def decode(self, chunk, final):
        kept_back = len(self.decoder.getstate()[0])
        try:
            self.decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            # error.object is what was kept back, and then the chunk. What is kept back holds no line end.
            line = self.newlines + error.object.count(b"\n", 0, error.start) + 1
            self.bad = {"offset": self.size - kept_back + error.start, "line": line, "byte": error.object[error.start]}

    def report(self):
        clean = "utf-8-sig" if self.head == MARK else "utf-8"
        lines = self.newlines + (self.last not in (b"", b"\n"))
        return {"encoding": "unknown" if self.bad else clean, "first_bad": self.bad, "lines": lines}
