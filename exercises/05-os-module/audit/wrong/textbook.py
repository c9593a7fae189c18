import os
import stat
from collections import namedtuple

Finding = namedtuple("Finding", "path kind mode")


def audit(root):
    findings = []
    for path, dirs, files in os.walk(root):
        bits = stat.S_IMODE(os.stat(path).st_mode)
        if bits & 0o002 and not bits & 0o1000:
            findings.append(Finding(os.path.relpath(path, root), "world-writable-dir", bits))
        for name in files:
            full = os.path.join(path, name)
            bits = stat.S_IMODE(os.stat(full).st_mode)
            relative = os.path.relpath(full, root)
            if bits & 0o002:
                findings.append(Finding(relative, "world-writable-file", bits))
            if bits & 0o4000:
                findings.append(Finding(relative, "setuid", bits))
            if bits & 0o2000:
                findings.append(Finding(relative, "setgid", bits))
            if (name.startswith("id_") or name.endswith((".key", ".pem"))) and bits & 0o077:
                findings.append(Finding(relative, "loose-key", bits))
    return sorted(findings, key=lambda finding: finding.path)
