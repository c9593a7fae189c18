"""Publish the files of a web site with the right permissions, and prove it."""

import os
import shutil
import stat
import tempfile


class DeploymentError(RuntimeError):
    """Something that was deployed may be changed by everybody."""


def deploy_static_files(src, dest):
    src, dest = os.fsdecode(src), os.fsdecode(dest)
    folders, files, refused = plan(src)
    os.makedirs(dest, exist_ok=True)
    refuse_overlap(src, dest)
    for folder in folders:
        make_folder(os.path.join(dest, folder) if folder else dest, replace_link=bool(folder))
    deployed = []
    for path in files:
        try:
            publish(os.path.join(src, path), os.path.join(dest, path))
            deployed.append(path)
        except PermissionError:
            refused.append(path)
        except FileNotFoundError:  # vanished since the plan was made
            pass
    audit(dest, folders + deployed)
    return {"copied": len(deployed), "permission_errors": sorted(refused, key=os.fsencode)}


def refuse_overlap(src, dest):
    real_src, real_dest = os.path.realpath(src), os.path.realpath(dest)
    if os.path.commonpath([real_src, real_dest]) == real_src:
        raise ValueError(f"{dest} lies in {src}: it would be deployed into itself")


def plan(src):
    """What there is to deploy, as paths relative to src: folders (parents first), files, and what is refused."""
    folders, files, refused = [], [], []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(os.path.join(src, folder) if folder else src) as entries:
                found = [entry for entry in entries if not entry.name.startswith(".")]
        except PermissionError:
            if not folder:
                raise
            refused.append(folder)
            continue
        folders.append(folder)
        for entry in found:
            path = os.path.join(folder, entry.name)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            else:
                (files if entry.is_file(follow_symlinks=False) else refused).append(path)
    return sorted(folders), files, refused


def make_folder(path, replace_link):
    if replace_link and os.path.islink(path):
        os.unlink(path)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        pass
    # The descriptor cannot be a link: what is chmodded is the directory that was checked.
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | (os.O_NOFOLLOW if replace_link else 0))
    try:
        os.fchmod(fd, 0o755)
    finally:
        os.close(fd)


def publish(source, target):
    with open_regular(source) as reader:
        # mkstemp creates with mode 0600 and fails if the name exists, so nothing is followed or shared.
        fd, unfinished = tempfile.mkstemp(prefix=".deploy-", dir=os.path.dirname(target))
        try:
            with open(fd, "wb") as writer:
                shutil.copyfileobj(reader, writer)
                writer.flush()
                os.fchmod(fd, 0o755 if target.endswith(".sh") else 0o644)
            os.replace(unfinished, target)
        except BaseException:
            os.unlink(unfinished)
            raise


def open_regular(path):
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if stat.S_ISREG(os.fstat(fd).st_mode):
        return open(fd, "rb")
    os.close(fd)
    raise PermissionError(f"{path} is no regular file any more")


def audit(dest, deployed):
    loose = []
    for path in deployed:
        mode = os.lstat(os.path.join(dest, path) if path else dest).st_mode
        if mode & stat.S_IWOTH and not stat.S_ISLNK(mode):
            loose.append(path or ".")
    if loose:
        raise DeploymentError("writable to everybody: " + ", ".join(sorted(loose)))
