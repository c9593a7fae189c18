"""Add up a column of a CSV file by the values of another one."""

from decimal import Decimal


def totals(path, key, amount):
    # A beginning: reads the lines. It fails, because it neither knows the header nor adds anything up.
    with open(path) as file:
        return {line.split(",")[1]: Decimal(0) for line in file}
