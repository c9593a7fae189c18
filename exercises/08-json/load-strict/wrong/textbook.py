import json
from decimal import Decimal


def unique(pairs):
    found = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"duplicate key {key!r}")
        found[key] = value
    return found


def refuse(word):
    raise ValueError(f"{word} is not allowed")


def load_strict(text):
    document = json.loads(text, object_pairs_hook=unique, parse_constant=refuse, parse_float=Decimal)
    if not isinstance(document, dict):
        raise ValueError("expected an object")
    return document
