import os


def total_size(directory):
    return sum(os.path.getsize(os.path.join(directory, name)) for name in os.listdir(directory))
