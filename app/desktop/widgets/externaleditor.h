#pragma once

#include <QObject>

namespace ringside::desktop {

/// The learner's own editor, as another program.
class ExternalEditor : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Where nothing is chosen: $VISUAL, else what the desktop has for the file.
    [[nodiscard]] static QString usualCommand();

    /// Starts the command; empty: the usual one. The file takes the place of %f, or comes last. The program goes on
    /// when the window ends.
    void open(const QString &command, const QString &file);

signals:
    /// The program could not be started, or ended at once and told of a failure: why, in a sentence.
    void failed(const QString &why);
};

} // namespace ringside::desktop
