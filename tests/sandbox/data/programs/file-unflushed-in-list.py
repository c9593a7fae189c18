files = [open(f'f{i}', 'w') for i in range(3)]
for f in files:
    f.write('data')
print('x', end='')
