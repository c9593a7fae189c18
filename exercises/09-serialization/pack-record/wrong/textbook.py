import struct

HEADER = struct.Struct("<4sHIQdH")


def pack_record(flags, id, value, name):
    text = name.encode("utf-8", "surrogatepass")
    if "\ud800" <= max(name, default="") <= "\udfff":
        raise ValueError("name is not a text")
    if not 0 <= flags < 2**32:
        raise ValueError("flags out of range")
    if not 0 <= id < 2**64:
        raise ValueError("id out of range")
    if len(text) > 1000:
        raise ValueError("name is too long")
    return HEADER.pack(b"RSD1", 1, flags, id, value, len(text)) + text


def unpack_record(data):
    magic, version, flags, id, value, length = HEADER.unpack_from(data)
    return flags, id, value, bytes(data[28 : 28 + length]).decode("utf-8")
