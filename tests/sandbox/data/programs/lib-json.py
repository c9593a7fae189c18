import json
print(json.dumps({'b': [1, None, True], 'a': 'é'}, sort_keys=True, indent=1))
json.loads('{bad')
