"""Convert any CSV file into one dialect: commas, line feeds, UTF-8, and a difference between nothing and the empty text."""

import csv


def convert(src, dst, *, delimiter, encoding):
    with open(src, encoding=encoding, newline="") as file, open(dst, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        count = 0
        for count, row in enumerate(csv.reader(file, delimiter=delimiter)):
            writer.writerow(row)
    return count
