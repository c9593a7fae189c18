"""Convert any CSV file into one dialect: commas, line feeds, UTF-8, and a difference between nothing and the empty text."""


def convert(src, dst, *, delimiter, encoding):
    # A beginning: replaces the delimiter. It fails, because the fields get no quotes and the line ends stay what they were.
    with open(src, encoding=encoding, newline="") as file:
        text = file.read().replace(delimiter, ",")
    with open(dst, "w", encoding="utf-8", newline="") as out:
        out.write(text)
    return text.count("\n") - 1
