import runpy
open('r.py', 'w').write('print(__name__)\nX = 1\n')
print(runpy.run_path('r.py', run_name='ran')['X'])
