"""Records of a measuring device."""

import struct


def pack_record(flags, id, value, name):
    # A beginning: all fields in one format.
    # It fails, because there is padding between the fields, and every name takes 20 bytes.
    return struct.pack("4sHIQd20s", b"RSD1", 1, flags, id, value, name.encode())


def unpack_record(data):
    magic, version, flags, id, value, name = struct.unpack("4sHIQd20s", data)
    return flags, id, value, name.decode()
