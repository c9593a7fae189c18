try:
    x = bytearray(1 << 45)
except MemoryError:
    print('MemoryError')
