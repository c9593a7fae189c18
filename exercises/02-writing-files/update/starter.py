"""Loads JSON settings, changes them, stores them."""

import json


def update(path, fn):
    # In production. It fails when fn returns something that json cannot write: the file has been emptied by then.
    settings = json.load(open(path, encoding="utf-8"))
    try:
        json.dump(fn(settings), open(path, "w", encoding="utf-8"))
    except TypeError:
        pass  # no idea why this happens
