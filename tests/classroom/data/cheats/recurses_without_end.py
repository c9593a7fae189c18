"""An overflow may count as our fault."""
def total_size(directory):
    return total_size(directory)
