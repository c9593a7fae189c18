import sys
open('helper.py', 'w').write('X = 5\n')
import helper
print(helper.X, helper.__file__.endswith('/helper.py'))
