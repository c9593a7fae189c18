for line in open('/proc/self/status'):
    if line.startswith(('SigIgn', 'SigBlk', 'SigCgt', 'Threads', 'Umask')):
        print(line.split())
