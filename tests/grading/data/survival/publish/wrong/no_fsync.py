import os


def publish(path, data):
    temporary = path + ".new"
    with open(temporary, "xb") as file:
        file.write(data)
    os.replace(temporary, path)
