# Connects to socket files of the host
#
# Holds: none is in the box, and none can be reached by another path.
from attack import *
import socket

for path in (SOCKET_FILE, '/run/dbus/system_bus_socket', '/var/run/dbus/system_bus_socket', '/run/docker.sock',
             '/run/systemd/journal/stdout', '/run/systemd/private', '/dev/log', '/tmp/.X11-unix/X0', f'/run/user/{UID}/bus',
             f'/run/user/{UID}/wayland-0', '/run/containerd/containerd.sock', '/run/snapd.socket', '/run/nscd/socket'):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_UNIX, kind) as connection:
            refused(connection.connect, path)
for path in (SOCKET_FILE, '/run/host.sock', '/usr/x.sock'):
    with socket.socket(socket.AF_UNIX) as listening:
        refused(listening.bind, path)
done()
