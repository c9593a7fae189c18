"""Add one line to a log that other processes are writing to as well."""


def append_record(path, line):
    # A beginning: writes the line.
    # It fails, because mode "w" empties the file first, and a text with a line end in it becomes two records.
    with open(path, "w", encoding="utf-8") as file:
        file.write(line + "\n")
