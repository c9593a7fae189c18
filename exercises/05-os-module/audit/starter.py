"""Which permissions below a directory are a risk?"""

import os
from typing import NamedTuple


class Finding(NamedTuple):
    path: str
    kind: str
    mode: int


def audit(root):
    # A beginning: one file, judged wrongly.
    # It fails, because it calls every name in root world-writable and looks at no mode.
    return [Finding(name, "world-writable-file", 0o666) for name in os.listdir(root)]
