"""Records are appended one by one, and what has been appended stays."""

import os
import struct
import zlib

HEADER = struct.Struct("<II")  # length and CRC-32 of the payload
LIMIT = 16 << 20


class Corrupt(Exception):
    """A record in the middle of the journal is damaged."""

    def __init__(self, offset):
        super().__init__(f"corrupt record at offset {offset}")
        self.offset = offset


class Journal:
    def __init__(self, path):
        self.path = os.fspath(path)
        self.end = None  # of the last good record, as far as known
        try:
            fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            return
        sync_and_close(fd)
        sync_and_close(os.open(os.path.dirname(os.path.abspath(self.path)), os.O_RDONLY | os.O_DIRECTORY))

    def append(self, payload):
        if not isinstance(payload, bytes):
            raise TypeError("a record is bytes")
        if not 0 < len(payload) <= LIMIT:
            raise ValueError("a record has 1 byte to 16 MiB")
        record = HEADER.pack(len(payload), zlib.crc32(payload)) + payload
        with open(self.path, "r+b", buffering=1 << 20) as file:
            if self.end is None or self.end != os.fstat(file.fileno()).st_size:
                self.recover(file)
            file.seek(self.end)
            file.write(record)
            os.fsync(file.fileno())
            self.end += len(record)

    def load(self):
        with open(self.path, "r+b", buffering=0) as file:
            return self.recover(file)

    def recover(self, file):
        data = file.read()
        payloads, end = scan(data)
        if end < len(data):
            os.ftruncate(file.fileno(), end)
            os.fsync(file.fileno())
        self.end = end
        return payloads


def scan(data):
    """The payloads of all good records, and where the last of them ends."""
    payloads = []
    position = 0
    while len(data) - position >= HEADER.size:
        length, checksum = HEADER.unpack_from(data, position)
        start, stop = position + HEADER.size, position + HEADER.size + length
        if length > LIMIT:
            raise Corrupt(position)
        if stop > len(data):
            break
        payload = data[start:stop]
        if length == 0 or zlib.crc32(payload) != checksum:
            if data[stop:].strip(b"\0"):
                raise Corrupt(position)
            break
        payloads.append(payload)
        position = stop
    return payloads, position


def write_at(fd, data, position):
    view = memoryview(data)
    while view:
        written = os.pwrite(fd, view, position)
        view = view[written:]
        position += written


def sync_and_close(fd):
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
