"""Is this file UTF-8, and if not, where does it stop?"""


def decode_report(path):
    # A beginning: counts the lines.
    # It fails, because it is satisfied with every encoding and never looks for a bad byte.
    with open(path, "rb") as file:
        lines = sum(1 for line in file)
    return {"encoding": "unknown", "first_bad": None, "lines": lines}
