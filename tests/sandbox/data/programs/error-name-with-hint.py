prnt = 1
pritn('x')
