import os
import shutil
import tarfile
import zipfile


class ExtractError(Exception):
    def __init__(self, reason, member):
        super().__init__(f"{reason}: {member}")
        self.reason, self.member = reason, member


def safe_extract(archive, dest, limits):
    if os.path.lexists(dest):
        raise FileExistsError(dest)
    staging = str(dest) + ".part"
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as opened:
                check([(info.filename, info.file_size) for info in opened.infolist()], limits)
                opened.extractall(staging)
        else:
            with tarfile.open(archive) as opened:
                check([(info.name, info.size) for info in opened], limits)
                opened.extractall(staging, filter="data")
    except tarfile.FilterError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise ExtractError("link", error.tarinfo.name)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    os.rename(staging, dest)
    return sorted(os.path.relpath(os.path.join(folder, name), dest) for folder, _, names in os.walk(dest) for name in names)


def check(members, limits):
    if len(members) > limits[0] or sum(size for _, size in members) > limits[1]:
        raise ExtractError("limit", "")
    for name, _ in members:
        if name.startswith("/") or ".." in name.split("/"):
            raise ExtractError("path", name)
