#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QString>

class QTextDocument;

namespace ringside::desktop {

/// Remembers the edits of a document so that they can be undone after a restart, too: it keeps an older text and
/// what was done to it since, and does it again in a fresh document, whose own undo then has every step.
class EditLog : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype mostEdits = 400; ///< older ones become part of the older text

    /// One stretch of a text that became another.
    struct Edit
    {
        qsizetype position;
        QString removed, added;
    };
    /// The shortest one that leads from one text to the other.
    [[nodiscard]] static Edit between(const QString &before, const QString &after);
    /// Makes it, as one step of undo.
    static void perform(QTextDocument &document, const Edit &edit);

    explicit EditLog(QTextDocument *document);

    /// The document has another text now: what was remembered is of no use.
    void startOver();
    /// Gives the document `text` with the edits of toBytes() before it. Edits that do not lead to the text are
    /// made to: a kill between two saves loses no step. False when the bytes are none of ours.
    bool restore(const QByteArray &bytes, const QString &text);
    [[nodiscard]] QByteArray toBytes() const;
    [[nodiscard]] qsizetype count() const { return m_edits.size(); }

private:

    void changed();
    void remember(Edit edit);
    [[nodiscard]] bool continues(const Edit &edit) const;

    QTextDocument *m_document;
    QString m_base; ///< the text before the first edit
    QString m_text; ///< the text now
    QList<Edit> m_edits;
    QElapsedTimer m_sinceLast;
    bool m_quiet = false;
};

} // namespace ringside::desktop
