"""Loads pickles that nobody vouches for."""

import pickle


def safe_loads(data, allowed):
    # A beginning: looks at the type afterwards.
    # It fails, because by then everything has been executed; and objects of allowed classes are lost.
    found = pickle.loads(data)
    return found if type(found) in (int, float, str, bytes, list, tuple, dict, set) else None
