# Computes on and ignores every signal
#
# Holds: the box is killed from outside, by the one signal nobody can ignore.
# Ends: wall
# Prints: nothing
# Limits: wall=300
import signal

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
while True:
    pass
