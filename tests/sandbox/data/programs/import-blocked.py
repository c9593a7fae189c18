import sys
sys.modules['json'] = None
try:
    import json
except ImportError as error:
    print(error)
