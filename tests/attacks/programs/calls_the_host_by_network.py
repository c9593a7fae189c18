# Connects to services of the host
#
# Holds: nobody hears from the box; the runner has a listener that must stay alone.
# Without filter: broken
from attack import *
import socket
import urllib.request

for address in ('127.0.0.1', '::1', '0.0.0.0', '169.254.169.254', '10.0.2.2', '192.0.2.1'):
    for port in (TCP_PORT, 22, 53, 80, 631):
        family = socket.AF_INET6 if ':' in address else socket.AF_INET
        try:
            with socket.socket(family, socket.SOCK_STREAM) as connection:
                broke('has a socket')
                connection.settimeout(1)
                connection.connect((address, port))
                broke(f'connected to {address} port {port}: {connection.recv(100)!r}')
        except OSError:
            pass
for name in ('localhost', 'example.org'):
    try:
        socket.create_connection((name, TCP_PORT), timeout=1)
        broke(name)
    except OSError:
        pass
try:
    urllib.request.urlopen(f'http://127.0.0.1:{TCP_PORT}/', timeout=1)
    broke('fetched a page')
except OSError:
    pass
if [line for line in open('/proc/net/dev') if ':' in line and not line.strip().startswith('lo:')]:
    broke(open('/proc/net/dev').read())
done()
