"""Two texts of the environment, turned into values or refused."""


def parse_bool(s):
    # A beginning: knows one word. It fails, because all the others are taken for False.
    return s == "true"


def parse_port(s):
    return int(s)
