import os
print(len(os.urandom(8)), os.urandom(8) != os.urandom(8))
