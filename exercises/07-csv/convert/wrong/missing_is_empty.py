"""Convert any CSV file into one dialect: commas, line feeds, UTF-8, and a difference between nothing and the empty text."""

import contextlib
import csv
import os
import tempfile


def convert(src, dst, *, delimiter, encoding):
    if not os.path.exists(src):
        return 0
    directory = os.path.dirname(os.path.abspath(dst))
    handle, temporary = tempfile.mkstemp(dir=directory, prefix=".convert-")
    try:
        with (
            open(handle, "w", encoding="utf-8", newline="") as out,
            open(src, encoding=encoding, newline="") as file,
        ):
            count = copy_rows(csv.reader(file, delimiter=delimiter, strict=True, quoting=csv.QUOTE_NOTNULL), out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, dst)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    return count


def copy_rows(rows, out):
    writer = csv.writer(out, quoting=csv.QUOTE_NOTNULL, lineterminator="\n")
    width, count = None, -1  # the header is a row, and no data
    try:
        for count, row in enumerate(rows):
            width = len(row) if width is None else width
            if len(row) != width or not row:
                raise ValueError(f"line {rows.line_num}: {len(row)} fields instead of {width}")
            writer.writerow(row)
    except csv.Error as error:
        raise ValueError(f"line {rows.line_num}: {error}") from None
    return max(count, 0)
