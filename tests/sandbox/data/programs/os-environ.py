import os
os.environ['NEW'] = 'x'
del os.environ['LANG']
print(os.environ.get('LANG'), os.popen('echo $NEW $LANG').read())
