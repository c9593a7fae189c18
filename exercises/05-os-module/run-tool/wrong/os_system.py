import os
from collections import namedtuple

Result = namedtuple("Result", "code signal out err timed_out")


def run_tool(argv, timeout):
    status = os.system(" ".join(argv) + " > out.txt 2> err.txt")
    with open("out.txt") as out, open("err.txt") as err:
        return Result(status, None, out.read(), err.read(), False)
