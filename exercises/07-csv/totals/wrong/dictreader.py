"""Add up a column of a CSV file by the values of another one."""

import csv
import re
from decimal import Decimal

# Decimal itself takes blanks, underscores, exponents, NaN, and the digits of every script.
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def totals(path, key, amount):
    sums = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, strict=True, restkey="more")
        try:
            for row in rows:
                if "more" in row or None in row.values():
                    raise ValueError("wrong number of values")
                if not NUMBER.fullmatch(row[amount]):
                    raise ValueError(f"column {amount}: {row[amount]!r} is no number")
                sums[row[key]] = sums.get(row[key], Decimal(0)) + Decimal(row[amount])
        except (csv.Error, ValueError) as error:
            raise ValueError(f"line {rows.line_num}: {error}") from None
        except KeyError as error:
            raise ValueError(f"line 1: column {error}") from None
    return sums


def column(header, name):
    if header.count(name) != 1:
        raise ValueError(f"column {name}: {header.count(name)} times in the header")
    return header.index(name)
