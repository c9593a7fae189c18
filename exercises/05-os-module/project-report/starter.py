"""A report on a project: ten defects, find them."""
# It fails, because the time has no zone. That is the first defect; nine more are described in the task.

import datetime
import json
import os
import subprocess


def project_report(root, output, *, linter="pyflakes", timeout=30):
    report = {
        "made": datetime.datetime.utcnow().isoformat(),
        "files": 0,
        "bytes": 0,
        "by_extension": {},
        "large": [],
        "lint": {"status": "done", "lines": []},
        "errors": [],
    }
    for path, dirs, files in os.walk(root):
        for name in files:
            full = path + "/" + name
            try:
                size = os.stat(full).st_size
            except PermissionError as error:
                report["errors"].append(str(error))
                continue
            report["files"] += 1
            report["bytes"] += size
            extension = os.path.splitext(name)[1].lower() or "(none)"
            report["by_extension"][extension] = report["by_extension"].get(extension, 0) + 1
            if size > 100 * 1024:
                report["large"].append(os.path.relpath(full, root))
    try:
        done = subprocess.run(["python3", "-m", linter, root], capture_output=True, text=True)
        report["lint"]["lines"] = done.stdout.splitlines()
    except FileNotFoundError:
        report["lint"]["status"] = "missing"
    with open(output, "w") as f:
        json.dump(report, f)
    return report
