from pathlib import Path


def swap_suffix(paths, old, new):
    result = []
    for path in paths:
        path = Path(path)
        if path.suffix and path.suffix.lower() == old.lower():
            path = path.with_suffix(new)
        result.append(path)
    return result
