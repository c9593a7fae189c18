TYPES = {0o100000: "-", 0o040000: "d", 0o120000: "l"}


def describe_mode(mode):
    text = TYPES.get(mode & 0o170000, "?")
    for number, letter in enumerate("rwxrwxrwx"):
        text += letter if mode & 0o400 >> number else "-"
    return text


def parse_mode(text):
    if len(text) == 10:
        text = text[1:]
    if len(text) != 9:
        raise ValueError(f"no mode: {text!r}")
    mode = 0
    for found, letter in zip(text, "rwxrwxrwx"):
        if found not in (letter, "-"):
            raise ValueError(f"no mode: {text!r}")
        mode = mode * 2 + (found == letter)
    return mode
