f = open('f', 'w', buffering=1)
f.write('line\npart')
print(repr(open('f').read()))
