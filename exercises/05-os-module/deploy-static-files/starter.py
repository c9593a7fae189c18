"""Publish the files of a web site with the right permissions, and prove it."""

import os
import shutil


class DeploymentError(RuntimeError):
    """Something that was deployed may be changed by everybody."""


def deploy_static_files(src, dest):
    # A beginning: the files of src itself, without its directories.
    # It fails, because most of the site is missing and no mode is set.
    os.makedirs(dest, exist_ok=True)
    copied = 0
    for name in os.listdir(src):
        path = os.path.join(src, name)
        if os.path.isfile(path):
            shutil.copyfile(path, os.path.join(dest, name))
            copied += 1
    return {"copied": copied, "permission_errors": []}
