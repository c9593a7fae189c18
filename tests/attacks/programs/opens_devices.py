# Opens the devices of the machine
#
# Holds: five harmless devices and a private set of terminals, nothing else.
from attack import *

names = sorted(os.listdir('/dev'))
if names != ['fd', 'full', 'null', 'ptmx', 'pts', 'random', 'shm', 'stderr', 'stdin', 'stdout', 'urandom', 'zero']:
    broke(names)
for name in ('mem', 'kmem', 'port', 'kmsg', 'sda', 'sda1', 'vda', 'nvme0n1', 'dm-0', 'loop0', 'loop-control', 'kvm', 'fuse',
             'net/tun', 'uinput', 'input/event0', 'tty', 'tty0', 'tty1', 'console', 'vcs', 'hpet', 'snapshot', 'cuse',
             'vhost-net', 'vsock', 'userfaultfd', 'dri/card0', 'mapper/control', 'btrfs-control', 'hugepages',
             'mqueue', 'rtc0', 'watchdog', 'autofs', 'snd/timer', 'video0', 'bus/usb/001/001', 'cpu/0/msr'):
    take('/dev/' + name)
if os.listdir('/dev/pts') != ['ptmx']:
    broke(os.listdir('/dev/pts'))
done()
