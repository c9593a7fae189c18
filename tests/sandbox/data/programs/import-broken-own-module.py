open('broken.py', 'w').write('def\n')
import broken
