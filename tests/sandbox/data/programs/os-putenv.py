import os
os.putenv('HIDDEN', '1')
print('HIDDEN' in os.environ, os.popen('echo $HIDDEN').read())
