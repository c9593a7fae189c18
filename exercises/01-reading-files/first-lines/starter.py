"""The first lines of a text file."""


def first_lines(path, n):
    # A beginning: all lines, with their line ends.
    # It fails, because nobody stops it after n lines, and the line ends are still there.
    with open(path, encoding="utf-8") as file:
        return list(file)
