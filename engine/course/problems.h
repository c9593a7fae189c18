#pragma once

#include "base/result.h"

#include <QList>
#include <QString>

namespace ringside::course {

/// Collects everything that is wrong in one file: an author wants all of it at once, not the first
/// only.
class Problems
{
public:
    Problems(QString file, QList<Error> &errors)
        : m_file(std::move(file))
        , m_errors(errors)
    {
    }

    void add(int line, QString what)
    {
        m_errors.append(contentError(m_file, line, std::move(what)).error());
    }
    /// Keeps an error that says itself where it belongs.
    void add(const Error &error) { m_errors.append(error); }

    [[nodiscard]] const QString &file() const { return m_file; }
    [[nodiscard]] QList<Error> &errors() { return m_errors; }

private:
    QString m_file;
    QList<Error> &m_errors;
};

} // namespace ringside::course
