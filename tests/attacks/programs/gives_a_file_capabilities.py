# Gives a program of its own capabilities
#
# Holds: the attribute that carries them cannot be written, nor any other of the system's.
from attack import *

open('tool', 'w').close()
capability = bytes.fromhex('0100000200000020000000000000002000000000')
for name in ('security.capability', 'trusted.x', 'security.ima', 'system.nonsense'):
    refused(os.setxattr, 'tool', name, capability)
    refused(os.setxattr, '/tmp', name, capability)
done()
