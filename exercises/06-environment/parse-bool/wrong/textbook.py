"""Two texts of the environment, turned into values or refused."""


def parse_bool(s):
    return s.lower() in ("1", "true", "yes", "on")


def parse_port(s):
    port = int(s)
    if not 0 < port < 65536:
        raise ValueError(f"not a port: {s!r}")
    return port
