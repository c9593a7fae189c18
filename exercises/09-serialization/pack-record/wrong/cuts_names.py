"""Records of a measuring device."""

import struct

HEADER = struct.Struct("<4sHIQdH")  # magic, version, flags, id, value, length of the name
MAGIC = b"RSD1"
VERSION = 1
LONGEST = 1000


def pack_record(flags, id, value, name):
    whole("flags", flags, 32)
    whole("id", id, 64)
    text = encoded(name)
    return HEADER.pack(MAGIC, VERSION, flags, id, number(value), len(text)) + text


def unpack_record(data):
    if len(data) < HEADER.size:
        raise ValueError("the record is cut in its header")
    magic, version, flags, id, value, length = HEADER.unpack_from(data)
    if magic != MAGIC:
        raise ValueError(f"magic is {magic!r}")
    if version != VERSION:
        raise ValueError(f"version is {version}")
    if length > LONGEST:
        raise ValueError(f"name has {length} bytes")
    if len(data) != HEADER.size + length:
        raise ValueError(f"name has {length} bytes, the record has {len(data) - HEADER.size} for it")
    return flags, id, value, decoded(bytes(data[HEADER.size :]))


def whole(field, value, bits):
    if not isinstance(value, int) or not 0 <= value < 1 << bits:
        raise ValueError(f"{field} is {value!r}, not a whole number of {bits} bits")


def number(value):
    try:
        return float(value) if isinstance(value, (int, float)) else reject(value)
    except OverflowError:
        raise ValueError("value is too large for a double") from None


def reject(value):
    raise ValueError(f"value is {value!r}, not a number")


def encoded(name):
    if not isinstance(name, str):
        raise ValueError(f"name is {name!r}, not a text")
    try:
        text = name.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"name cannot be encoded: {error.reason}") from None
    if len(text) > LONGEST:
        text = text[:LONGEST]
    return text


def decoded(text):
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"name is not UTF-8: {error.reason}") from None
