import os
print(len(os.times()), os.times().elapsed > 0)
