"""Modes as the kernel has them, and as people read them."""


def describe_mode(mode):
    # A beginning: right for one mode.
    # It fails, because there are 4,095 others.
    return "-rw-r--r--"


def parse_mode(text):
    return 0o644
