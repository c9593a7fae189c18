import subprocess
from collections import namedtuple

Result = namedtuple("Result", "code signal out err timed_out")


def run_tool(argv, timeout):
    try:
        done = subprocess.run(argv, capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired as error:
        return Result(None, 9, error.stdout or "", error.stderr or "", True)
    if done.returncode < 0:
        return Result(None, -done.returncode, done.stdout, done.stderr, False)
    return Result(done.returncode, None, done.stdout, done.stderr, False)
