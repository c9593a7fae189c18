from pathlib import Path


def swap_suffix(paths, old, new):
    return [type(path)(str(path).replace(old, new)) if not isinstance(path, str) else Path(path.replace(old, new)) for path in paths]
