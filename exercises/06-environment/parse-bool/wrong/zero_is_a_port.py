"""Two texts of the environment, turned into values or refused."""

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


def parse_bool(s):
    word = s.strip().lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise ValueError(f"not a switch: {s!r}")


def parse_port(s):
    # isdigit alone is true for the digits of every script, and for superscripts that int refuses
    if s.isascii() and s.isdigit() and len(s) <= 5 and 0 <= int(s) <= 65535:
        return int(s)
    raise ValueError(f"not a port: {s!r}")
