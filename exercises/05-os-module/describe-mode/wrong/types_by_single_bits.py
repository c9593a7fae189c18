"""Modes as the kernel has them, and as people read them."""

TYPES = {0o100000: "-", 0o040000: "d", 0o120000: "l", 0o010000: "p", 0o140000: "s", 0o060000: "b", 0o020000: "c"}
SPECIAL = (0o4000, "s"), (0o2000, "s"), (0o1000, "t")  # for user, group, other


def describe_mode(mode):
    if not isinstance(mode, int):
        raise TypeError(f"a mode is an int, not {type(mode).__name__}")
    if not 0 <= mode <= 0o177777:
        raise ValueError(f"a mode has sixteen bits: {mode:#o}")
    text = "d" if mode & 0o170000 == 0o040000 else "l" if mode & 0o020000 and mode & 0o100000 else "-"
    for shift, (special, letter) in zip((6, 3, 0), SPECIAL):
        bits = mode >> shift
        text += "r" if bits & 4 else "-"
        text += "w" if bits & 2 else "-"
        text += execute_letter(bool(bits & 1), bool(mode & special), letter)
    return text


def execute_letter(x, special, letter):
    if special:
        return letter if x else letter.upper()
    return "x" if x else "-"


def parse_mode(text):
    if not isinstance(text, str):
        raise TypeError(f"a mode is read from text, not {type(text).__name__}")
    if len(text) == 10 and text[0] in TYPES.values():
        letters = text[1:]
    else:
        letters = text
    if len(letters) != 9:
        raise ValueError(f"no mode: {text!r}")
    mode = 0
    for shift, (special, letter) in zip((6, 3, 0), SPECIAL):
        r, w, x = letters[6 - shift:9 - shift]
        known = {"x": 1, "-": 0, letter: special >> shift | 1, letter.upper(): special >> shift}
        if r not in "r-" or w not in "w-" or x not in known:
            raise ValueError(f"no mode: {text!r}")
        mode |= ((r == "r") * 4 + (w == "w") * 2 | known[x]) << shift
    return mode
