# Runs a static program of its own making, in which there is nothing to hold on to
#
# Holds: its calls are seen, and stand on the line that started it.
# Needs: x86_64
# Traced: seen
import os
import struct

BASE, HEADERS = 0x400000, 64 + 56


def program(name):
    """Writes an ELF file that calls mkdir(name, 0755) and exit(0)."""
    code = bytes.fromhex('b853000000 bf00000000 beed010000 0f05 b83c000000 31ff 0f05')
    size = HEADERS + len(code) + len(name) + 1
    code = code[:6] + struct.pack('<I', BASE + HEADERS + len(code)) + code[10:]
    identity = b'\x7fELF\x02\x01\x01' + bytes(9)
    header = struct.pack('<HHIQQQIHHHHHH', 2, 62, 1, BASE + HEADERS, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    segment = struct.pack('<IIQQQQQQ', 1, 5, 0, BASE, BASE, size, size, 4096)
    path = f'./program{len(os.listdir())}'
    with open(path, 'wb') as file:
        file.write(identity + header + segment + code + name + b'\0')
    os.chmod(path, 0o755)
    return path


os.waitpid(os.posix_spawn(program(b'child-@'), ['program'], {}), 0)
os.system(program(b'child-@'))
if os.fork() == 0:
    os.execv(program(b'child-@'), ['program'])
os.wait()
print('held')
