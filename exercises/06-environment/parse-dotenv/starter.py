"""A parser for .env files."""


def parse_dotenv(text):
    # A beginning: lines with an equals sign. It fails at the first quote, and at the first comment.
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
