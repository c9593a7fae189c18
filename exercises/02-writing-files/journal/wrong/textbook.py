import os
import struct
import zlib


class Corrupt(Exception):
    def __init__(self, offset):
        self.offset = offset


class Journal:
    def __init__(self, path):
        self.path = path
        open(path, "ab").close()

    def append(self, payload):
        if not isinstance(payload, bytes):
            raise TypeError("bytes wanted")
        if not 0 < len(payload) <= 1 << 24:
            raise ValueError("1 byte to 16 MiB")
        with open(self.path, "ab") as file:
            file.write(struct.pack("<II", len(payload), zlib.crc32(payload)) + payload)
            file.flush()
            os.fsync(file.fileno())

    def load(self):
        payloads = []
        with open(self.path, "r+b") as file:
            good = 0
            while len(header := file.read(8)) == 8:
                length, checksum = struct.unpack("<II", header)
                payload = file.read(length)
                if len(payload) < length or zlib.crc32(payload) != checksum:
                    break
                payloads.append(payload)
                good = file.tell()
            file.truncate(good)
        return payloads
