#include "classroom/slurm.h"

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

QByteArray head(const SlurmRequest &request, const char *name, const char *output)
{
    QByteArray script = "#!/bin/sh\n#SBATCH --job-name=" + QByteArray(name) + "\n#SBATCH --output="
        + shellWord(request.folder + "/slurm/" + output) + '\n';
    if (request.minutes > 0)
        script += "#SBATCH --time=" + QByteArray::number(request.minutes) + '\n';
    return script;
}

} // namespace

QByteArray slurmArrayScript(const SlurmRequest &request)
{
    QByteArray script = head(request, "ringside-grade", "share-%a.log");
    if (request.jobs > 0)
        script += "#SBATCH --cpus-per-task=" + QByteArray::number(request.jobs) + '\n';
    script += "exec " + shellWord(request.program) + " grade run " + shellWord(request.folder)
        + " --shard \"$SLURM_ARRAY_TASK_ID/" + QByteArray::number(request.shards) + '"';
    if (request.jobs > 0)
        script += " --jobs " + QByteArray::number(request.jobs);
    return script + '\n';
}

QByteArray slurmMergeScript(const SlurmRequest &request)
{
    return head(request, "ringside-merge", "merge.log") + "exec " + shellWord(request.program)
        + " grade merge " + shellWord(request.folder) + '\n';
}

QByteArray shellWord(const QByteArray &text)
{
    return '\'' + QByteArray(text).replace("'", "'\\''") + '\'';
}

QString ranges(const QList<int> &numbers)
{
    QStringList parts;
    for (qsizetype i = 0; i < numbers.size();) {
        qsizetype last = i;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
            ++last;
        parts.append(last == i ? QString::number(numbers[i])
                               : u"%1-%2"_s.arg(numbers[i]).arg(numbers[last]));
        i = last + 1;
    }
    return parts.join(u',');
}

} // namespace ringside::classroom
