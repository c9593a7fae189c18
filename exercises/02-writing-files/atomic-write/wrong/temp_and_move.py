import os
import shutil
import tempfile


def atomic_write(path, data, *, mode=None):
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(data)
    if mode is not None:
        os.chmod(file.name, mode)
    shutil.move(file.name, path)
