import os
print(os.path.basename(__file__), os.path.isabs(__file__), os.getcwd() == os.path.dirname(__file__))
