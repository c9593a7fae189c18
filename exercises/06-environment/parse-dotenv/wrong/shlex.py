"""A parser for .env files."""

import shlex


def parse_dotenv(text):
    values = {}
    for word in shlex.split(text.removeprefix("\ufeff"), comments=True):
        if word == "export":
            continue
        name, separator, value = word.partition("=")
        if not name.isidentifier():
            raise ValueError(f"line {text[: text.find(word)].count(chr(10)) + 1}: a name was expected")
        values[name] = value if separator else None
    return values
