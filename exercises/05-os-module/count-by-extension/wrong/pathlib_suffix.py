from collections import Counter
from pathlib import Path


def count_by_extension(directory):
    return dict(Counter(path.suffix.lower() or "(no ext)" for path in Path(directory).iterdir() if path.is_file()))
