def decode_report(path):
    with open(path, "rb") as file:
        data = file.read()
    bad = None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = {"offset": error.start, "line": data.count(b"\n", 0, error.start) + 1, "byte": data[error.start]}
    clean = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    lines = data.count(b"\n") + (data[-1:] not in (b"", b"\n"))
    return {"encoding": "unknown" if bad else clean, "first_bad": bad, "lines": lines}
