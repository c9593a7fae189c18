#pragma once

#include "classroom/chain.h"
#include "classroom/lab.h"

#include <QByteArray>
#include <QDateTime>

namespace ringside::classroom {

struct HandInSource
{
    QString slug; ///< of the exercise, or the id of a question
    QByteArray content;

    bool operator==(const HandInSource &) const = default;
};

/// What a student hands in. Nothing of it is ever trusted for a mark: the sources are graded anew.
struct HandIn
{
    QString labId;
    QString student; ///< the name the instructor's list has for him: "s1234567"
    QString studentName;
    QDateTime made; ///< by the clock of the student's machine
    QList<HandInSource> sources;
    QList<HandInSource> answers; ///< to open questions
    QByteArray log; ///< a chain, see chain.h: what happened to the sources, as the student's side tells

    bool operator==(const HandIn &) const = default;
};

/// Whether a student may be called so in a hand-in: text on one line, nothing in it that is not seen, no more than 200
/// characters.
[[nodiscard]] bool isStudentId(const QString &id);

/// The bytes of a .ringsub: sources and answers, a manifest with their digests, the log, and a seal over both.
[[nodiscard]] Result<QByteArray> packHandIn(const HandIn &handIn);

/// Errors: Content, when a file was changed, added or removed, when the seal is broken or the log
/// is; and for what is no hand-in. The seal finds damage and careless changes. It is no proof of
/// who made it, because no secret can be kept on a student's machine.
[[nodiscard]] Result<HandIn> unpackHandIn(const QByteArray &bytes, const QString &name);

/// A name for the file of a hand-in that is one on every system, whatever the student is called; no two
/// students have the same.
[[nodiscard]] QString handInFileName(const QString &student);

/// The largest hand-in that is read.
inline constexpr qint64 largestHandIn = 16 << 20;

} // namespace ringside::classroom
