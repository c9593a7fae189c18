exec('x = 1\nprint(__name__)')
print(eval('x + 1'), compile('1', '<s>', 'eval'))
