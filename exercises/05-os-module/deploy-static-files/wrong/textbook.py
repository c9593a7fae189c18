import os
import shutil
import stat


class DeploymentError(RuntimeError):
    pass


def deploy_static_files(src, dest):
    copied, refused = 0, []
    for path, dirs, files in os.walk(src):
        dirs[:] = [name for name in dirs if not name.startswith(".")]
        folder = os.path.join(dest, os.path.relpath(path, src))
        os.makedirs(folder, exist_ok=True)
        os.chmod(folder, 0o755)
        for name in files:
            if name.startswith("."):
                continue
            source, target = os.path.join(path, name), os.path.join(folder, name)
            try:
                shutil.copy2(source, target)
            except PermissionError:
                refused.append(os.path.relpath(source, src))
                continue
            os.chmod(target, 0o755 if name.endswith(".sh") else 0o644)
            copied += 1

    loose = []
    for path, dirs, files in os.walk(dest):
        for name in dirs + files:
            full = os.path.join(path, name)
            if os.stat(full).st_mode & stat.S_IWOTH:
                loose.append(full)
    if loose:
        raise DeploymentError(f"world-writable: {loose}")
    return {"copied": copied, "permission_errors": sorted(refused)}
