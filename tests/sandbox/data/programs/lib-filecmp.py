import filecmp
open('a', 'w').write('x')
open('b', 'w').write('x')
print(filecmp.cmp('a', 'b', shallow=False))
