import csv
with open('t.csv', 'w', newline='') as f:
    csv.writer(f).writerows([['a', 'b,c'], [1, '"q"']])
print(list(csv.reader(open('t.csv', newline=''))))
