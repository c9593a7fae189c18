open('w', 'w', newline='\r\n').write('a\nb\n')
print(open('w', 'rb').read(), open('w').read(), open('w', newline='').read())
