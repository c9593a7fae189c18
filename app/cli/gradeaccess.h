#pragma once

#include "classroom/gradebook.h"
#include "cli/options.h"

#include <QJsonObject>

namespace ringside::cli {

// What the commands about classes share.

/// A file somebody named.
[[nodiscard]] QString pathOf(const QString &word);

/// Content that is wrong is the work of whoever made it; everything else is ours or the machine's.
int complainOf(const Error &error);

int printJson(QJsonObject object);

/// The folder of a class, by the argument FOLDER.
[[nodiscard]] Result<classroom::GradeFolder> openFolder(const Arguments &arguments);
int complainOfFolder(const Error &error);

/// A class and its audit log.
struct OpenClass
{
    classroom::GradeFolder folder;
    classroom::Journal journal;
};
/// Both, by the argument FOLDER; or the status to end with, after a complaint.
[[nodiscard]] std::expected<OpenClass, int> openClass(const Arguments &arguments);

/// The gradebook as everything in the folder makes it, written out anew.
[[nodiscard]] Result<classroom::Gradebook> writeBook(
    const classroom::GradeFolder &folder, const classroom::Journal &journal);

/// A number from `least` on, `none` when it is not given; nothing after a complaint.
[[nodiscard]] std::optional<int> numberOf(
    const Arguments &arguments, const QString &option, int least, int none);

/// Lets Slurm grade a class in shares and waits for them: what does not come is sent again. The exit
/// status of the command.
int runOnSlurm(const classroom::GradeFolder &folder, int shards, int jobs);

/// Arguments and options that several of them have.
[[nodiscard]] Argument folderArgument();
[[nodiscard]] Option jsonOption();

/// The record that gives the rows of a question's rubric that --rows names.
[[nodiscard]] std::expected<classroom::JournalEntry, int> rubricEntry(const Arguments &arguments,
    const classroom::GradeFolder &folder, classroom::JournalEntry entry);

/// The commands that enter what a person decides: `ringside grade mark`, `undo`, `extend`.
[[nodiscard]] QList<Command> gradeMarkCommands();
/// The command `ringside grade verify`.
[[nodiscard]] Command gradeVerifyCommand();
/// The command `ringside grade read`.
[[nodiscard]] Command gradeReadCommand();
/// The command `ringside grade export`.
[[nodiscard]] Command gradeExportCommand();
/// The command `ringside grade slurm-script`.
[[nodiscard]] Command gradeSlurmScriptCommand();
/// The command `ringside grade similar`.
[[nodiscard]] Command gradeSimilarCommand();

} // namespace ringside::cli
