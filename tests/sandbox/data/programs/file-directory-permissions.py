import os
os.mkdir('d')
open('d/f', 'w').close()
for mode in (0o000, 0o600, 0o300, 0o500):
    os.chmod('d', mode)
    for act in (lambda: os.listdir('d'), lambda: os.stat('d/f').st_size, lambda: os.unlink('d/f')):
        try:
            print(oct(mode), act())
        except OSError as error:
            print(oct(mode), error)
    os.chmod('d', 0o700)
    open('d/f', 'w').close()
