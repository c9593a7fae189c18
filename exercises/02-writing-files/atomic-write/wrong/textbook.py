import os


def atomic_write(path, data, *, mode=None):
    temporary = os.fspath(path) + ".tmp"
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        os.chmod(temporary, mode)
    os.replace(temporary, path)
