from pathlib import Path
from typing import NamedTuple


class Report(NamedTuple):
    moved: list
    clashes: list


def relocate(src_root, dst_root, mapping):
    moves = []
    for old, new in mapping.items():
        for name in (old, new):
            if Path(name).is_absolute() or ".." in Path(name).parts:
                raise ValueError(name)
        source, target = Path(src_root, old), Path(dst_root, new)
        if not source.exists():
            raise FileNotFoundError(source)
        if target.exists():
            raise FileExistsError(target)
        moves.append((source, target))
    for source, target in moves:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
    return Report(list(mapping.items()), [])
