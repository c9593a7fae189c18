import os
import shutil
import tempfile
from contextlib import contextmanager


@contextmanager
def staged_dir(final):
    if os.path.exists(final):
        raise FileExistsError(final)
    staging = tempfile.mkdtemp(prefix=".staging-", dir=os.path.dirname(final))
    try:
        yield staging
        os.rename(staging, final)
    except Exception:
        shutil.rmtree(staging)
        raise
