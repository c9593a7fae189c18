"""Add up a column of a CSV file by the values of another one."""

import csv
import re
from decimal import Decimal

# Decimal itself takes blanks, underscores, exponents, NaN, and the digits of every script.
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def totals(path, key, amount):
    sums = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, strict=True)
        try:
            header = next(rows, [])
            key_at, amount_at = column(header, key), column(header, amount)
            for row in rows:
                if not row:
                    continue
                if len(row) != len(header):
                    raise ValueError(f"{len(row)} values instead of {len(header)}")
                if not NUMBER.fullmatch(row[amount_at]):
                    raise ValueError(f"column {amount}: {row[amount_at]!r} is no number")
                sums[row[key_at]] = sums.get(row[key_at], Decimal(0)) + Decimal(row[amount_at])
        except (csv.Error, ValueError) as error:
            raise ValueError(f"line {rows.line_num}: {error}") from None
    return dict(sorted(sums.items()))


def column(header, name):
    if header.count(name) != 1:
        raise ValueError(f"column {name}: {header.count(name)} times in the header")
    return header.index(name)
