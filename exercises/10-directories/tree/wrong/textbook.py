import os


def tree(root):
    return [os.path.basename(os.path.abspath(root))] + below(root, "")


def below(folder, prefix):
    lines = []
    names = sorted(os.listdir(folder), key=lambda name: (not os.path.isdir(os.path.join(folder, name)), name))
    for name in names:
        last = name == names[-1]
        lines.append(prefix + ("└── " if last else "├── ") + name)
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            lines += below(path, prefix + ("    " if last else "│   "))
    return lines
