def total_size(directory):
    return 0
