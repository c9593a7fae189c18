#pragma once

#include "base/filedescriptor.h"
#include "course/problems.h"

#include <QStringList>

#include <optional>

namespace ringside::course {

/// A folder of the course, held open. Course packs come from strangers, so nothing in it is
/// followed: a link, a FIFO or a device in place of a file is an error, and so is a file larger
/// than any text of a lesson could be.
class ContentFolder
{
public:
    /// Opens a folder by path; a link is followed only here, because a build tree links to its
    /// content.
    [[nodiscard]] static Result<ContentFolder> open(const QString &path);

    /// Opens a folder inside this one, by name.
    [[nodiscard]] Result<ContentFolder> folder(const QString &name) const;

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString pathOf(const QString &name) const { return m_path + u'/' + name; }

    /// Names inside, sorted, without what editors and Python leave behind while an author works.
    [[nodiscard]] Result<QStringList> names() const;
    [[nodiscard]] bool isFolder(const QString &name) const;
    [[nodiscard]] bool isFile(const QString &name) const;

    /// The text of a file: UTF-8, no byte order mark, no NUL, line ends LF. What is wrong goes to
    /// `errors` with its line; then there is no text.
    [[nodiscard]] std::optional<QString> readText(const QString &name, QList<Error> &errors) const;

    /// As readText, for bytes that another parser checks.
    [[nodiscard]] Result<QByteArray> readBytes(const QString &name) const;

private:
    ContentFolder(FileDescriptor descriptor, QString path);

    FileDescriptor m_descriptor;
    QString m_path;
};

} // namespace ringside::course
