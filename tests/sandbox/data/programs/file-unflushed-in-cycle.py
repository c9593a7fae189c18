class Holder:
    pass
h = Holder()
h.me = h
h.file = open('cycle', 'w')
h.file.write('kept?')
