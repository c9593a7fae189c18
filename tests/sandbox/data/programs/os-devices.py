for name in ('null', 'zero', 'urandom'):
    with open('/dev/' + name, 'rb') as f:
        print(name, len(f.read(4)))
try:
    open('/dev/full', 'wb').write(b'x')
except OSError as error:
    print(error)
