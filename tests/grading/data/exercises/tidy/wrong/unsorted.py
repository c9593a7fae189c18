import os


def tidy(directory):
    names = sorted(name for name in os.listdir(directory) if name.endswith(".tmp"))
    trash = os.path.join(directory, "trash")
    os.makedirs(trash, mode=0o700, exist_ok=True)
    for name in names:
        os.replace(os.path.join(directory, name), os.path.join(trash, name))
    print(len(names))
    return tuple(names)
