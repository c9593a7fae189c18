open('json.py', 'w').write('X = 1\n')
import json
print(json.X)
