import os
r, w = os.pipe()
os.write(w, b'through')
os.close(w)
print(os.read(r, 100), os.read(r, 1))
