import os


def publish(path, data):
    temporary = path + ".new"
    with open(temporary, "xb") as file:
        file.write(data[:-1])
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
