import os
import shutil
import tempfile
from contextlib import contextmanager


@contextmanager
def staged_dir(final):
    final = os.path.abspath(final)
    if os.path.lexists(final):
        raise FileExistsError(final)
    staging = tempfile.mkdtemp(prefix=".staged-")
    try:
        yield staging
        if os.path.lexists(final):
            raise FileExistsError(final)
        shutil.copytree(staging, final)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
