import sys
class T:
    def __del__(self):
        print('teardown', sys is not None)
t = T()
