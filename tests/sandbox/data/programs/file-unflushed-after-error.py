f = open('u', 'w')
f.write('kept')
1 / 0
