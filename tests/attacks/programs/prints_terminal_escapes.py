# Prints what takes over a terminal
#
# Holds: output is bytes and stays so; whoever shows it decides what a terminal may see.
# Prints: \x1b]0;owned\x07\x1b[2J\x1b]52;c;Zm9v\x07\x1bP$q\x1b\\\xe2\x80\xae\x9b31m\x00\x0e\n
import sys

sys.stdout.buffer.write(b'\x1b]0;owned\x07\x1b[2J\x1b]52;c;Zm9v\x07\x1bP$q\x1b\\\xe2\x80\xae\x9b31m\x00\x0e\n')
