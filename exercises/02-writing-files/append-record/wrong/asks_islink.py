import os


def append_record(path, line):
    if "\n" in line:
        raise ValueError("a record is one line")
    if os.path.islink(path):
        raise OSError(f"{path} is a link")
    with open(path, "a", encoding="utf-8") as file:
        file.write(line + "\n")
