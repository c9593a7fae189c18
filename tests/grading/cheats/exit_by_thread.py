"""A thread ends the process with status 0 while the call is still under way."""
import os
import threading
import time


def ENTRY(*arguments, **named):
    threading.Timer(0.05, os._exit, (0,)).start()
    time.sleep(10)
