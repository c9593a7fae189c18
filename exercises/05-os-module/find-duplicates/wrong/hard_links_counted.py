import os
import stat


def find_duplicates(directory):
    find_duplicates.errors = []

    def failed(error):
        if os.fspath(error.filename) == os.fspath(directory):
            raise error
        find_duplicates.errors.append(error)

    found = []
    for path, dirs, files in os.walk(directory, onerror=failed):
        dirs[:] = [name for name in dirs if not name.startswith(".") and name != "__pycache__"]
        for name in files:
            if name.startswith("."):
                continue
            full = os.path.join(path, name)
            try:
                info = os.lstat(full)
            except FileNotFoundError:
                continue
            except OSError as error:
                find_duplicates.errors.append(error)
                continue
            if stat.S_ISREG(info.st_mode) and info.st_size:
                found.append((os.path.relpath(full, directory), info))
    groups = {}
    for path, info in sorted(found, key=lambda item: os.fsencode(item[0])):
        groups.setdefault(info.st_size, []).append(path)
    return {size: paths for size, paths in groups.items() if len(paths) > 1}
