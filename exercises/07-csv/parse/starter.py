class ParseError(ValueError):
    offset = 0


def parse(chunks):
    # A beginning: lines and commas. It fails at the first quote, and whenever a chunk does not end with a line.
    for chunk in chunks:
        for line in chunk.decode(errors="replace").splitlines():
            yield line.split(",")
