with open('f', 'w+') as f:
    f.write('0123456789')
    f.truncate(4)
    f.seek(0)
    print(f.read())
