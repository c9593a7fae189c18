import collections.abc
import json.decoder
print(json.decoder.JSONDecoder.__name__, collections.abc.Sized.__name__)
