from pathlib import Path, PurePath


def swap_suffix(paths, old, new):
    if new and not new.startswith("."):
        raise ValueError(new)
    result = []
    for path in paths:
        path = path if isinstance(path, PurePath) else Path(path)
        if path.suffix and path.suffix.lower() == old.lower():
            path = path.with_segments(str(path).replace(path.suffix, new))
        result.append(path)
    return result
