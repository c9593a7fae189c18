import sys
import json
print('shutil' in sys.modules, 'json.decoder' in sys.modules, 'subprocess' in sys.modules)
