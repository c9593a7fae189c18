"""Compares like nothing else."""
def total_size(directory):
    return float('nan')
