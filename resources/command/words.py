"""What the three kinds of completions ask of the table."""

FILES = {"DEFINITION", "FILE", "FOLDER", "LAB", "PATH", "SOURCE"}  # names of arguments that mean a file


def is_file(name):
    return name in FILES


def first_words(commands):
    """`list`, `course` …, each once and in order."""
    return list(dict.fromkeys(command["name"].split()[0] for command in commands))


def second_words(commands, first):
    """`check` for `course`: the words that may follow a first one."""
    return [name.split()[1] for name in (command["name"] for command in commands) if name.startswith(first + " ")]
