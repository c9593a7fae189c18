"""All settings of a program, from the environment and the command line, in one go."""

import os
import stat
from dataclasses import dataclass, field

SWITCH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
MODES = ("development", "test", "production")
LONGEST_TOKEN = 4096
MISSING = object()


@dataclass(frozen=True)
class Settings:
    mode: str
    port: int
    debug: bool
    workers: int
    token: str = field(repr=False)


class SettingsError(ValueError):
    def __init__(self, problems):
        super().__init__("; ".join(f"{name}: {reason}" for name, reason in problems))
        self.names = [name for name, _ in problems]


def mode(text):
    if text not in MODES:
        raise ValueError(f"not one of {', '.join(MODES)}")
    return text


def number(low, high):
    def parse(text):
        if text.isascii() and text.isdigit() and len(text) <= 5 and low <= int(text) <= high:
            return int(text)
        raise ValueError(f"not a number from {low} to {high}")

    return parse


def switch(text):
    if text.lower() not in SWITCH:
        raise ValueError(f"not one of {', '.join(SWITCH)}")
    return SWITCH[text.lower()]


PLAIN = {
    "mode": (mode, "development"),
    "port": (number(1, 65535), 8080),
    "debug": (switch, False),
    "workers": (number(0, 64), 4),
}


def load_settings(env, argv):
    options, unknown = read_options(argv)
    values, problems = {}, []
    for name, (parse, default) in PLAIN.items():
        source, text = find(name, options, env)
        try:
            values[name] = default if text is MISSING else parse(text)
        except ValueError as error:
            problems.append((source, str(error)))
    try:
        values["token"] = read_token(env)
    except SettingsError as error:
        problems.append(error.args[0].split(": ", 1))
    problems += unknown
    if problems:
        raise SettingsError(problems)
    return Settings(**values)


def find(name, options, env):
    """The first source that has it, and its text there."""
    if "--" + name in options:
        return "--" + name, options["--" + name]
    variable = "APP_" + name.upper()
    return variable, env.get(variable, MISSING)


def read_options(argv):
    options, problems = {}, []
    words = iter(argv)
    for word in words:
        name, separator, value = word.partition("=")
        if name not in ("--mode", "--port", "--debug", "--workers"):
            problems.append((name, "unknown"))
            continue
        if not separator:
            value = next(words, "")  # nothing parses '': a missing value is reported like a wrong one
        options[name] = value
    return options, problems


def read_token(env):
    direct, path = env.get("APP_TOKEN", MISSING), env.get("APP_TOKEN_FILE", MISSING)
    if direct is not MISSING and path is not MISSING:
        raise SettingsError([("APP_TOKEN", "given twice, also by APP_TOKEN_FILE")])
    if path is not MISSING:
        return checked("APP_TOKEN_FILE", read_secret(path))
    if direct is not MISSING:
        return checked("APP_TOKEN", direct)
    raise SettingsError([("APP_TOKEN", "missing")])


def read_secret(path):
    try:
        with open(path, "rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o000:
                raise SettingsError([("APP_TOKEN_FILE", "readable by others than its owner")])
            data = file.read(LONGEST_TOKEN + 2)
    except (OSError, ValueError) as error:
        if isinstance(error, SettingsError):
            raise
        raise SettingsError([("APP_TOKEN_FILE", "cannot be read")]) from None
    return data.removesuffix(b"\n").decode("ascii", "replace")


def checked(source, token):
    # The reason never quotes the token: this text goes into logs.
    if not 8 <= len(token) <= LONGEST_TOKEN or not (token.isascii() and token.isprintable()):
        raise SettingsError([(source, "not 8 to 4096 printable ASCII characters")])
    return token
