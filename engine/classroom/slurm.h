#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace ringside::classroom {

/// How a class is given to a cluster that runs Slurm: as an array of jobs, one for each share.
struct SlurmRequest
{
    QByteArray program; ///< the command, as nodes find it
    QByteArray folder; ///< of the class, as nodes see it
    int shards = 1;
    int jobs = 0; ///< files graded at once on a node; 0: as `grade run` has it
    int minutes = 0; ///< limit of a share; 0: the cluster's own
};

/// A script for `sbatch --array=LIST`: grades the share that is the task's number. It says itself of
/// how many, because of an array that is sent again Slurm tells only the new size.
[[nodiscard]] QByteArray slurmArrayScript(const SlurmRequest &request);

/// A script for `sbatch --dependency=afterok:JOB`: puts the shares together.
[[nodiscard]] QByteArray slurmMergeScript(const SlurmRequest &request);

/// A word for sh(1), whatever is in it.
[[nodiscard]] QByteArray shellWord(const QByteArray &text);

/// "3,7-9": numbers that rise, as Slurm takes them.
[[nodiscard]] QString ranges(const QList<int> &numbers);

} // namespace ringside::classroom
