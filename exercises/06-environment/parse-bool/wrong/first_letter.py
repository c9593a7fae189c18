"""Two texts of the environment, turned into values or refused."""

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


def parse_bool(s):
    letter = s.strip().lower()[:2]
    if letter in ("1", "t", "tr", "y", "ye", "on"):
        return True
    if letter in ("0", "f", "fa", "n", "no", "of"):
        return False
    raise ValueError(f"not a switch: {s!r}")


def parse_port(s):
    # isdigit alone is true for the digits of every script, and for superscripts that int refuses
    if s.isascii() and s.isdigit() and len(s) <= 5 and 1 <= int(s) <= 65535:
        return int(s)
    raise ValueError(f"not a port: {s!r}")
