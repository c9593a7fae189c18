"""JSON whose keys stand there twice: parsers differ in which one they believe."""
import os

TWICE = b'{"format":1,"outcome":"raised","outcome":"value","value":1,"value":null,"changes":[],"peak_kb":{"tuple":[1,1]}}'


def ENTRY(*arguments, **named):
    for descriptor in range(3, 256):
        try:
            os.write(descriptor, TWICE)
        except OSError:
            pass
    os._exit(0)
