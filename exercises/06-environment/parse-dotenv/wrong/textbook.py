"""A parser for .env files."""


def parse_dotenv(text):
    values = {}
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, _, value = line.removeprefix("export").partition("=")
        values[name.strip()] = value.split(" #")[0].strip().strip("'\"")
    return values
