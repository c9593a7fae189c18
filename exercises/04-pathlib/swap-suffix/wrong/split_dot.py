from pathlib import Path, PurePath


def swap_suffix(paths, old, new):
    if new and not new.startswith("."):
        raise ValueError(new)
    result = []
    for path in paths:
        path = path if isinstance(path, PurePath) else Path(path)
        stem, dot, ending = path.name.rpartition(".")
        if dot and (dot + ending).lower() == old.lower():
            path = path.with_name((stem + new) or "x")
        result.append(path)
    return result
