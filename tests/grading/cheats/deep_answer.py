"""A list in a list in a list: a parser that recurses runs out of stack."""
import os


def ENTRY(*arguments, **named):
    for descriptor in range(3, 256):
        try:
            os.write(descriptor, b'{"format":1,"outcome":"value","value":' + b"[" * 60000)
        except OSError:
            pass
    os._exit(0)
