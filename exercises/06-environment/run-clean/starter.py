"""Start a program with a clean environment, and hand it secrets that nobody else sees."""

import subprocess


def run_clean(argv, allow, secrets):
    # A beginning: starts the program. It fails, because the child gets no SECRETS_FD; what it gets is all of our environment.
    return subprocess.run(argv, capture_output=True)
