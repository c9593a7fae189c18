import os
from pathlib import Path


def find(root, pattern, *, skip_dirs=(), follow=False):
    find.errors = []
    os.stat(root)
    root = Path(root)
    found = []
    for path in root.rglob(pattern, recurse_symlinks=follow):
        path_parts = path.relative_to(root).parts
        parents = path_parts[:-1] + (path_parts[-1:] if path.is_dir() and not path.is_symlink() else ())
        if not any(part.startswith(".") or part in skip_dirs for part in parents):
            found.append(path.relative_to(root).as_posix())
    return sorted(found, key=os.fsencode)
