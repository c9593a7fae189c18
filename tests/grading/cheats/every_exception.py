"""Raises an exception that is an instance of whatever may be wanted."""
import errno


class Anything(FileExistsError, FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError,
               BlockingIOError, TimeoutError, UnicodeError, TypeError, KeyError, NotImplementedError):
    pass


def ENTRY(*arguments, **named):
    raise Anything(errno.ENOENT, "No such file or directory", *arguments[:1])
