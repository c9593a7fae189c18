def judged_right(run):
    moved = [path for path in run.after if path.startswith("work/trash/")]
    names = sorted(path.rpartition("/")[2] for path in moved)
    if names != run.value:
        return "the trash holds %s" % names
    for path in moved:
        old = run.before["work/" + path.rpartition("/")[2]]
        if old.content != run.after[path].content:
            return "%s has other bytes" % path
    return None
