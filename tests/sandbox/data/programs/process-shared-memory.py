from multiprocessing import shared_memory
a = shared_memory.SharedMemory(create=True, size=10)
a.buf[:2] = b'ok'
b = shared_memory.SharedMemory(name=a.name)
print(bytes(b.buf[:2]))
b.close()
a.close()
a.unlink()
