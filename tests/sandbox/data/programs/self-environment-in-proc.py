print(sorted(v.partition('=')[0] for v in open('/proc/self/environ').read().split('\0') if v))
