with open('a.txt', 'w') as f:
    f.write('one\ntwo\n')
print(open('a.txt').read().splitlines())
