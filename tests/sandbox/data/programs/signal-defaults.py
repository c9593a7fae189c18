import signal
for number in sorted(signal.valid_signals()):
    if signal.getsignal(number) not in (signal.SIG_DFL,):
        print(number, signal.getsignal(number))
