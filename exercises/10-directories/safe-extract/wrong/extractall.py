import os
import tarfile
import warnings
import zipfile


class ExtractError(Exception):
    def __init__(self, reason, member):
        super().__init__(f"{reason}: {member}")
        self.reason, self.member = reason, member


def safe_extract(archive, dest, limits):
    os.mkdir(dest)
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as opened:
            if len(opened.infolist()) > limits[0] or sum(info.file_size for info in opened.infolist()) > limits[1]:
                os.rmdir(dest)
                raise ExtractError("limit", "")
            opened.extractall(dest)
    else:
        with tarfile.open(archive) as opened, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if len(opened.getmembers()) > limits[0] or sum(info.size for info in opened) > limits[1]:
                os.rmdir(dest)
                raise ExtractError("limit", "")
            opened.extractall(dest)
    return sorted(os.path.relpath(os.path.join(folder, name), dest) for folder, _, names in os.walk(dest) for name in names)
