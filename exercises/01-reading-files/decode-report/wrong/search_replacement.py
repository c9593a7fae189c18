import codecs


def decode_report(path):
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    strict = codecs.getincrementaldecoder("utf-8")()
    size, newlines, bad, first, last = 0, 0, None, b"", b""
    with open(path, "rb") as file:
        while True:
            chunk = file.read(65536)
            if bad is None:
                kept = strict.getstate()[0]
                if "\ufffd" in decoder.decode(chunk, final=not chunk):
                    text = kept + chunk
                    try:
                        text.decode("utf-8")
                        start = text.index(b"\xef\xbf\xbd")
                    except UnicodeDecodeError as error:
                        start = error.start
                    line = newlines + text.count(b"\n", 0, start) + 1
                    bad = {"offset": size - len(kept) + start, "line": line, "byte": text[start]}
                else:
                    strict.decode(chunk)
            if not chunk:
                break
            first = first or chunk[:3]
            last = chunk[-1:]
            size += len(chunk)
            newlines += chunk.count(b"\n")
    clean = "utf-8-sig" if first == b"\xef\xbb\xbf" else "utf-8"
    lines = newlines + (last not in (b"", b"\n"))
    return {"encoding": "unknown" if bad else clean, "first_bad": bad, "lines": lines}
