import pprint
pprint.pprint({'b': list(range(30)), 'a': {'x': 'y' * 50}})
