import os
import stat


def secure_rmtree(path, allowed_root, confirm):
    if os.path.islink(path.rstrip("/")):
        raise ValueError("a link")
    real, root, home = (os.path.realpath(each) for each in (path, allowed_root, os.path.expanduser("~")))
    if real == root or os.path.commonpath([real, root]) != root or os.path.commonpath([real, home]) == real:
        raise ValueError("not permitted")
    if not stat.S_ISDIR(os.lstat(real).st_mode):
        raise NotADirectoryError(real)

    def failed(error):
        raise error

    count, size = 1, 0
    for folder, dirs, files in os.walk(real, onerror=failed):
        for name in dirs + files:
            info = os.lstat(os.path.join(folder, name))
            count += 1
            size += info.st_size if stat.S_ISREG(info.st_mode) else 0
    if not confirm(count, size):
        return 0
    for folder, dirs, files in os.walk(real, topdown=False, onerror=failed):
        for name in files:
            os.remove(os.path.join(folder, name))
        for name in dirs:
            full = os.path.join(folder, name)
            if os.path.islink(full):
                os.remove(full)
            else:
                os.rmdir(full)
    os.rmdir(real)
    return count
