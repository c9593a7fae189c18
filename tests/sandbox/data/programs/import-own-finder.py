import sys, types
class Finder:
    @staticmethod
    def find_spec(name, path, target=None):
        if name == 'shutil':
            print('asked')
        return None
sys.meta_path.insert(0, Finder)
import shutil
