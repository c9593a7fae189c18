import struct
print(struct.pack('<hI', 1, 2), struct.unpack('>H', b'\x01\x02'))
