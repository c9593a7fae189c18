# Names files so that a program or a person is misled
#
# Holds: names come back as bytes, whatever they are.
# Leaves: -rf\x20* file
# Leaves: new\nline file
# Leaves: \xff\xfe file
# Leaves: \x1b[2J\x1b]0;owned\x07 file
# Leaves: \xe2\x80\xaetxt.exe file
# Leaves: <img\x20src=x>\r\t\x08 directory
from attack import *

for name in (b'-rf *', b'new\nline', b'\xff\xfe', b'\x1b[2J\x1b]0;owned\x07', b'\xe2\x80\xaetxt.exe', b'%s%n$(id)`id`;id|id'):
    open(name, 'w').close()
os.mkdir(b'<img src=x>\r\t\x08')
for number in [*range(1, 47), *range(48, 256)]:
    open(b'byte' + bytes([number]), 'w').close()
done()
