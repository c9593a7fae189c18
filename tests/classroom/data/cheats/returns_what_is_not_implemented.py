"""Comparisons with it are passed on."""
def total_size(directory):
    return NotImplemented
