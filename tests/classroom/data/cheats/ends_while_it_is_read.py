"""The module itself ends the program."""
import os
os._exit(0)
