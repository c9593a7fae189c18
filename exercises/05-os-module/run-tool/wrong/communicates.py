import os
import signal
import subprocess
from collections import namedtuple

Result = namedtuple("Result", "code signal out err timed_out")


def run_tool(argv, timeout):
    tool = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            start_new_session=True)
    timed_out = False
    try:
        out, err = tool.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        timed_out = True
        os.killpg(tool.pid, signal.SIGKILL)
        out, err = tool.communicate()
    code = tool.returncode
    return Result(None if code < 0 else code, -code if code < 0 else None, out.decode("utf-8", "replace"),
                  err.decode("utf-8", "replace"), timed_out)
