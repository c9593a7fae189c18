import json
print(json.__name__, json.__file__, json.__spec__.name, json.__spec__.origin, type(json.__loader__).__name__, json.__path__, json.__package__, json.__cached__)
