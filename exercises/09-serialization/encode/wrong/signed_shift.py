"""The wire format of Protocol Buffers."""

WIRES = {"varint": 0, "sint": 0, "fixed64": 1, "bytes": 2, "fixed32": 5}
SIZES = {1: 8, 5: 4}


def encode(fields):
    out = bytearray()
    for number, kind, value in fields:
        if kind not in WIRES:
            raise ValueError(f"no kind {kind!r}")
        if not 1 <= number < 1 << 29:
            raise ValueError(f"no field can have the number {number}")
        out += varint(number << 3 | WIRES[kind]) + payload(kind, value)
    return bytes(out)


def payload(kind, value):
    if kind == "bytes":
        return varint(len(value)) + value
    if kind == "varint":
        return varint(ranged(value, -(1 << 63), 1 << 64))
    if kind == "sint":
        return varint(zigzag(ranged(value, -(1 << 63), 1 << 63)))
    size = SIZES[WIRES[kind]]
    return ranged(value, 0, 1 << 8 * size).to_bytes(size, "little")


def ranged(value, first, behind):
    if not first <= value < behind:
        raise ValueError(f"{value} is out of range")
    return value


def zigzag(value):
    return value << 1 if value >= 0 else (-value << 1) - 1


def varint(value):
    out = bytearray()
    while value > 0x7F or value < 0:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return out


def decode(data):
    return [(number, wire, value) for number, wire, value, start, end in walk(data)]


def get(data, number, kind):
    found = None
    for other, wire, value, start, end in walk(data):
        if other == number and wire == WIRES[kind]:
            found = value
    if found is not None and kind == "sint":
        return found >> 1 if found & 1 == 0 else -(found + 1 >> 1)
    return found


def put(data, number, kind, value):
    kept = [data[start:end] for other, wire, old, start, end in walk(data) if other != number]
    return b"".join(kept) + encode([(number, kind, value)])


def walk(data):
    """Number, wire type, value, beginning and end of each field."""
    position = 0
    while position < len(data):
        start = position
        tag, position = read_varint(data, position)
        number, wire = tag >> 3, tag & 7
        if not 1 <= number < 1 << 29:
            raise ValueError(f"no field can have the number {number}")
        value, position = read_value(data, position, wire)
        yield number, wire, value, start, position


def read_value(data, position, wire):
    if wire == 0:
        return read_varint(data, position)
    if wire == 2:
        size, position = read_varint(data, position)
        return read_bytes(data, position, size)
    if wire not in SIZES:
        raise ValueError(f"wire type {wire}")
    raw, position = read_bytes(data, position, SIZES[wire])
    return int.from_bytes(raw, "little"), position


def read_bytes(data, position, size):
    if size > len(data) - position:
        raise ValueError("the data end within a field")
    return bytes(data[position : position + size]), position + size


def read_varint(data, position):
    value = 0
    for index, byte in enumerate(data[position : position + 10]):
        value |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            return ranged(value, 0, 1 << 64), position + index + 1
    raise ValueError("a varint that does not end")
