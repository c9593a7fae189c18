import os


def tree(root):
    title = shown(os.path.basename(os.path.abspath(root)))
    try:
        lines = below(root, "")
    except PermissionError:
        return [title + " [denied]"]
    return [title] + lines


def below(folder, prefix):
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: (not entry.is_dir(follow_symlinks=False), os.fsencode(entry.name)))
    lines = []
    for entry in found:
        branch, more = ("└── ", "    ") if entry is found[-1] else ("├── ", "│   ")
        if entry.is_symlink():
            lines.append(prefix + branch + shown(entry.name) + " -> " + shown(os.readlink(entry.path)))
        elif entry.is_dir(follow_symlinks=False):
            try:
                inner = below(entry.path, prefix + more)
                lines.append(prefix + branch + shown(entry.name))
                lines += inner
            except PermissionError:
                lines.append(prefix + branch + shown(entry.name) + " [denied]")
        else:
            lines.append(prefix + branch + shown(entry.name))
    return lines


def shown(name):
    return "".join(character if character.isprintable() else "\\n" if character == "\n"
                   else "".join(f"\\x{byte:02x}" for byte in os.fsencode(character)) for character in name)
