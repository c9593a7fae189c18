def publish(path, data):
    """Nothing yet."""
