import os
for mask in (0o000, 0o022, 0o077):
    os.umask(mask)
    open(f'u{mask:o}', 'w').close()
    os.mkdir(f'd{mask:o}')
