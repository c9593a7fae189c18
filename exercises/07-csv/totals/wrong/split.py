"""Add up a column of a CSV file by the values of another one."""

import csv
import re
from decimal import Decimal

# Decimal itself takes blanks, underscores, exponents, NaN, and the digits of every script.
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def totals(path, key, amount):
    sums = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        header = file.readline().rstrip("\r\n").split(",")
        key_at, amount_at = column(header, key), column(header, amount)
        for number, line in enumerate(file, 2):
            row = line.rstrip("\r\n").split(",")
            if not NUMBER.fullmatch(row[amount_at].strip('"')):
                raise ValueError(f"line {number}: column {amount}")
            sums[row[key_at]] = sums.get(row[key_at], Decimal(0)) + Decimal(row[amount_at].strip('"'))
    return sums


def column(header, name):
    if header.count(name) != 1:
        raise ValueError(f"column {name}: {header.count(name)} times in the header")
    return header.index(name)
