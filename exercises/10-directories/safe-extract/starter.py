"""Unpack a tar or zip archive that a stranger has sent, completely or not at all."""

import os
import shutil


class ExtractError(Exception):
    def __init__(self, reason, member):
        super().__init__(f"{reason}: {member}")
        self.reason, self.member = reason, member


def safe_extract(archive, dest, limits):
    # A beginning: unpack it.
    # It fails, because it believes every name, knows no limits, and does not say what it has unpacked.
    shutil.unpack_archive(archive, dest)
    return sorted(os.listdir(dest))
