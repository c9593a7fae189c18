open('a.py', 'w').write('import b\nX = 1\n')
open('b.py', 'w').write('import a\nprint(hasattr(a, "X"))\n')
import a
