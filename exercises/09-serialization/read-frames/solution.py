"""Reads framed messages from a stream."""

import struct
import zlib

HEADER = struct.Struct("<II")  # length and CRC-32 of the payload
BLOCK = 1 << 16


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
    offset = 0
    while header := read_exactly(f, HEADER.size):
        if len(header) < HEADER.size:
            raise Truncated(offset)
        length, checksum = HEADER.unpack(header)
        if length > max_len:
            raise TooLarge(offset, length)
        payload = read_exactly(f, length)
        if len(payload) < length:
            raise Truncated(offset)
        if zlib.crc32(payload) != checksum:
            raise BadCRC(offset)
        yield payload
        offset += HEADER.size + length


def read_exactly(f, size):
    """The next `size` bytes, or fewer if the stream ends before."""
    data = bytearray()
    while len(data) < size:
        block = f.read(min(size - len(data), BLOCK))
        if not block:
            break
        data += block
    return bytes(data)
