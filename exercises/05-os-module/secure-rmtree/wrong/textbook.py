import shutil
from pathlib import Path


def secure_rmtree(path, allowed_root, confirm):
    path, root = Path(path).resolve(), Path(allowed_root).resolve()
    if path == root or not path.is_relative_to(root):
        raise ValueError(f"{path} does not lie in {root}")
    entries = list(path.rglob("*"))
    size = sum(entry.stat().st_size for entry in entries if entry.is_file())
    if not confirm(len(entries) + 1, size):
        return 0
    shutil.rmtree(path)
    return len(entries) + 1
