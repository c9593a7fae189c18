def decode_report(path):
    first_bad, lines, offset, last = None, 0, 0, b""
    with open(path, "rb") as file:
        first = file.read(3)
        if first != b"\xef\xbb\xbf":
            file.seek(0)
        pending = b""
        while True:
            chunk = file.read(65536)
            data = pending + chunk
            pending = b""
            if first_bad is None:
                try:
                    data.decode("utf-8")
                except UnicodeDecodeError as error:
                    if chunk and error.reason == "unexpected end of data":
                        pending = data[error.start:]
                        data = data[:error.start]
                    else:
                        line = lines + data.count(b"\n", 0, error.start) + 1
                        first_bad = {"offset": offset + error.start, "line": line, "byte": data[error.start]}
            offset += len(data)
            lines += data.count(b"\n")
            last = data[-1:] or last
            if not chunk:
                break
    marked = first == b"\xef\xbb\xbf"
    encoding = "unknown" if first_bad else "utf-8-sig" if marked else "utf-8"
    return {"encoding": encoding, "first_bad": first_bad, "lines": lines + (last not in (b"", b"\n"))}
