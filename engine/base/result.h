#pragma once

#include <QString>

#include <expected>

namespace ringside {

/// Why something of ours did not work. Never about a learner's program: that is a Verdict or a RunReport.
struct Error
{
    enum class Kind {
        System, ///< the kernel refused; `errnum` says how
        Content, ///< a lesson, exercise or other input file is wrong; `file` and `line` say where
        Unsupported, ///< this machine lacks something; `doing` names it
        Internal, ///< we are wrong
    };
    Kind kind = Kind::Internal;
    QString doing; ///< "mount /proc", "expected a string, found an integer": precise, for logs and authors
    int errnum = 0; ///< errno when kind is System
    QString file; ///< path of the faulty file when kind is Content
    int line = 0; ///< 1-based line in `file`; 0 when unknown

    bool operator==(const Error &) const = default;
};

template <typename T = void> using Result = std::expected<T, Error>;

[[nodiscard]] std::unexpected<Error> systemError(QString doing, int errnum);
[[nodiscard]] std::unexpected<Error> contentError(QString file, int line, QString what);
[[nodiscard]] std::unexpected<Error> unsupported(QString what);
[[nodiscard]] std::unexpected<Error> internalError(QString what);

/// One line for logs, standard error and authors: "file:line: what" or "doing: Permission denied (EACCES)".
[[nodiscard]] QString describe(const Error &error);

/// "ENOENT" for 2; "errno 999" for numbers without a name. Source: errno(3), strerrorname_np(3).
[[nodiscard]] QString errnoName(int errnum);

} // namespace ringside
