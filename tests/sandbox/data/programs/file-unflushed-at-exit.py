f = open('left-open.txt', 'w')
f.write('still written')
