# Makes hard links to files of the system
#
# Holds: links do not cross mounts, by whatever way the file is named.
from attack import *

AT_SYMLINK_FOLLOW, AT_EMPTY_PATH = 0x400, 0x1000
for path in ('/usr/bin/python3', '/etc/passwd', '/proc/self/exe', '/dev/null', '/etc/hosts', '/proc/self/status', SECRET_FILE):
    refused(os.link, path, 'linked')
    refused(os.link, path, 'linked', follow_symlinks=False)
    expect_failure('linkat', -100, path.encode(), -100, b'linked', AT_SYMLINK_FOLLOW)
descriptor = os.open('/etc/passwd', os.O_RDONLY)
expect_failure('linkat', descriptor, b'', -100, b'linked', AT_EMPTY_PATH)
expect_failure('linkat', -100, f'/proc/self/fd/{descriptor}'.encode(), -100, b'linked', AT_SYMLINK_FOLLOW)
done()
