# Lists the keys of the user's keyrings
#
# Holds: no key of the host is shown, not even by its name, and no call of the key service answers.
# Without filter: broken
from attack import *

for name in ('/proc/keys', '/proc/key-users'):
    try:
        shown = open(name).read()
    except OSError:
        continue
    if shown:
        broke(f'{name}: {shown}')
for ring in (-1, -2, -3, -4, -5):
    expect(errno.EPERM, 'keyctl', 0, ring, 1)
expect(errno.EPERM, 'add_key', b'user', MARK.encode(), b'payload', 7, -4)
expect(errno.EPERM, 'request_key', b'user', MARK.encode(), None, -3)
done()
