"""Stores objects as JSON."""

import json


def save(obj, path):
    # A beginning: json does everything.
    # It fails, because keys come as they were inserted, without indentation, and letters beyond ASCII as escapes.
    with open(path, "w") as file:
        json.dump(obj, file)
