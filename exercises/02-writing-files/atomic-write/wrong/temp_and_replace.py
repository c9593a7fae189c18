import os
import tempfile


def atomic_write(path, data, *, mode=None):
    fd, temporary = tempfile.mkstemp()
    with open(fd, "wb") as file:
        file.write(data)
        os.fsync(fd)
    os.chmod(temporary, mode or 0o644)
    os.replace(temporary, path)
