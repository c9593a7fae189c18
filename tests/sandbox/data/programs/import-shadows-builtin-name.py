open('time.py', 'w').write('X = 1\n')
import time
print(hasattr(time, 'X'))
