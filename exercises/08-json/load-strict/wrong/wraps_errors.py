"""Loads JSON objects, strictly."""

import json
import math
from decimal import Decimal


def load_strict(text):
    try:
        document = json.loads(text, object_pairs_hook=unique, parse_constant=refuse, parse_float=exact)
    except json.JSONDecodeError:
        raise ValueError("not JSON") from None
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(document, dict):
        raise ValueError("not an object at the top")
    return document


def unique(pairs):
    found = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"duplicate key {key!r}")
        found[key] = value
    return found


def refuse(word):
    raise ValueError(f"{word} is not JSON")


def exact(text):
    if math.isinf(float(text)):
        raise ValueError(f"{text} is too large")
    return Decimal(text)
