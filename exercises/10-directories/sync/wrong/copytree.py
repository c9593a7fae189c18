import shutil
from typing import NamedTuple


class Plan(NamedTuple):
    copied: list
    removed: list
    metadata: list
    errors: list


def sync(src, dst, *, delete=False, digest=False):
    shutil.copytree(src, dst, dirs_exist_ok=True, copy_function=shutil.copy)
    return Plan([], [], [], [])
