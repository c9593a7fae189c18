"""Add up a column of a CSV file by the values of another one."""

import csv
from collections import defaultdict
from decimal import Decimal


def totals(path, key, amount):
    sums = defaultdict(Decimal)
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sums[row[key]] += Decimal(row[amount])
    return dict(sums)
