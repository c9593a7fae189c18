"""A parser for .env files."""

import subprocess


def parse_dotenv(text):
    values = {}
    for line in text.splitlines():
        line = line.strip().removeprefix("export ").strip()
        name, separator, value = line.partition("=")
        if name and not name.startswith("#"):
            echo = subprocess.run(["sh", "-c", "printf %s " + value], capture_output=True, text=True)
            values[name] = echo.stdout if separator else None
    return values
