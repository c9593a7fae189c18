"""Start a program with a clean environment, and hand it secrets that nobody else sees."""

import json
import os
import subprocess


def run_clean(argv, allow, secrets):
    reading, writing = os.pipe()
    os.write(writing, json.dumps(secrets).encode())
    os.close(writing)
    env = {name: os.environ[name] for name in allow} | {"SECRETS_FD": str(reading)}
    return subprocess.run(argv, env=env, pass_fds=[reading], capture_output=True)
