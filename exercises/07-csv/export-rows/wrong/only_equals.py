"""Export rows for people who open them in a spreadsheet."""

import csv
from decimal import Decimal, InvalidOperation

FORMULA = ("=",)


def export_rows(rows, fields, path):
    count = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_STRINGS, lineterminator="\n")
        writer.writerow(fields)
        for row in rows:
            unknown = row.keys() - set(fields)
            if unknown:
                raise ValueError(f"unknown fields: {sorted(unknown)}")
            writer.writerow([defused(row.get(name)) for name in fields])
            count += 1
    return count


def defused(value):
    """A text that a spreadsheet would calculate gets an apostrophe; numbers stay, also those that came as text."""
    if isinstance(value, str) and value.startswith(FORMULA) and not is_number(value):
        return "'" + value
    return value


def is_number(text):
    try:
        return text == text.strip() and Decimal(text).is_finite()
    except InvalidOperation:
        return False
