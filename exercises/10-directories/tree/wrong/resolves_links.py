"""Draw a directory as a list of lines."""

import os

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def tree(root):
    title = shown(os.path.basename(os.path.abspath(root)))
    try:
        top = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        return [title + " [denied]"]
    lines = [title]
    levels = [(top, "", entries_of(top))]  # a loop and descriptors: nothing gets too deep
    try:
        while levels:
            folder, prefix, waiting = levels[-1]
            if not waiting:
                os.close(folder)
                levels.pop()
                continue
            name, is_folder = waiting.pop()
            branch, below = ("├── ", "│   ") if waiting else ("└── ", "    ")
            if not is_folder:
                lines.append(prefix + branch + label(folder, name))
                continue
            try:
                inner = os.open(name, FOLDER, dir_fd=folder)
            except PermissionError:
                lines.append(prefix + branch + shown(name) + " [denied]")
                continue
            lines.append(prefix + branch + shown(name))
            levels.append((inner, prefix + below, entries_of(inner)))
    finally:
        for folder, _, _ in levels:
            os.close(folder)
    return lines


def entries_of(folder):
    """(name, is it a directory) for each entry, the first to be drawn at the end."""
    with os.scandir(folder) as entries:
        found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    return sorted(found, key=lambda entry: (not entry[1], os.fsencode(entry[0])), reverse=True)


def label(folder, name):
    try:
        return f"{shown(name)} -> {shown(os.path.realpath(os.path.join(os.readlink(f'/proc/self/fd/{folder}'), os.readlink(name, dir_fd=folder))))}"
    except OSError:  # no link
        return shown(name)


def shown(name):
    return "".join(character if character.isprintable() else escaped(character) for character in name)


def escaped(character):
    if character == "\n":
        return "\\n"
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(character))
