import sys
import json
first = json
del sys.modules['json']
import json
print(json is first, json.loads('[1]'))
