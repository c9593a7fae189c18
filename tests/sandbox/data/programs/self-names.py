print(__name__, __doc__, __package__, __spec__, __annotations__, type(__loader__).__name__)
