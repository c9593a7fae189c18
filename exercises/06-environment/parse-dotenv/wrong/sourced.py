"""A parser for .env files."""

import subprocess


def parse_dotenv(text):
    script = "set -a\n" + text.removeprefix("\ufeff").replace("\0", "") + "\nenv -0"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, env={"PATH": "/usr/bin"})
    entries = (entry.partition("=") for entry in done.stdout.split("\0") if "=" in entry)
    return {name: value for name, _, value in entries if name not in ("PATH", "PWD", "OLDPWD", "_")}
