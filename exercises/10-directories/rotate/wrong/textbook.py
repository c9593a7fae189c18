import os


def rotate(path, keep):
    if not os.path.exists(path):
        return False
    for number in range(keep - 1, 0, -1):
        if os.path.exists(f"{path}.{number}"):
            os.replace(f"{path}.{number}", f"{path}.{number + 1}")
    os.replace(path, f"{path}.1")
    open(path, "a").close()
    return True
