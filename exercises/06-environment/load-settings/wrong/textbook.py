"""All settings of a program, from the environment and the command line, in one go."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    mode: str
    port: int
    debug: bool
    workers: int
    token: str


class SettingsError(ValueError):
    def __init__(self, names):
        super().__init__(", ".join(names))
        self.names = names


def load_settings(env, argv):
    options = {}
    words = list(argv)
    while words:
        name, _, value = words.pop(0).partition("=")
        options[name] = value or words.pop(0)

    def get(name, default):
        return options.get("--" + name) or env.get("APP_" + name.upper()) or default

    token = env.get("APP_TOKEN")
    if not token and "APP_TOKEN_FILE" in env:
        with open(env["APP_TOKEN_FILE"]) as file:
            token = file.read().strip()
    if not token:
        raise SettingsError(["APP_TOKEN"])
    debug = get("debug", "off").lower() in ("1", "true", "yes", "on")
    return Settings(get("mode", "development"), int(get("port", "8080")), debug, int(get("workers", "4")), token)
