import os


def total_size(directory):
    return len(os.listdir(directory))
