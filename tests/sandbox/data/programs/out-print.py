print('hello', 1, None, sep='-', end='!\n')
