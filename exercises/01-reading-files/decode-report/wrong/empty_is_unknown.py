import codecs


def decode_report(path):
    decoder = codecs.getincrementaldecoder("utf-8")()
    size, newlines, bad, first, last = 0, 0, None, b"", b""
    with open(path, "rb") as file:
        while True:
            chunk = file.read(65536)
            if bad is None:
                kept = len(decoder.getstate()[0])
                try:
                    decoder.decode(chunk, final=not chunk)
                except UnicodeDecodeError as error:
                    bad = {
                        "offset": size - kept + error.start,
                        "line": newlines + error.object.count(b"\n", 0, error.start) + 1,
                        "byte": error.object[error.start],
                    }
            if not chunk:
                break
            first = first or chunk[:3]
            last = chunk[-1:]
            size += len(chunk)
            newlines += chunk.count(b"\n")
    clean = "utf-8-sig" if first == b"\xef\xbb\xbf" else "utf-8"
    lines = newlines + (last not in (b"", b"\n"))
    return {"encoding": "unknown" if bad or not size else clean, "first_bad": bad, "lines": lines}
