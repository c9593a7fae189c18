#include "desktop/widgets/editlog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScopedValueRollback>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr qint64 pauseMs = 1500; // a step of undo is what was typed without a pause

} // namespace

EditLog::EditLog(QTextDocument *document)
    : QObject(document)
    , m_document(document)
{
    connect(document, &QTextDocument::contentsChanged, this, &EditLog::changed);
    startOver();
}

void EditLog::startOver()
{
    m_base = m_text = m_document->toPlainText();
    m_edits.clear();
    m_sinceLast.invalidate();
}

EditLog::Edit EditLog::between(const QString &before, const QString &after)
{
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype head = 0;
    while (head < shorter && before[head] == after[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    return {head, before.mid(head, before.size() - head - tail), after.mid(head, after.size() - head - tail)};
}

// Also called for new colours; then nothing differs.
void EditLog::changed()
{
    if (m_quiet)
        return;
    QString now = m_document->toPlainText();
    const Edit edit = between(m_text, now);
    if (edit.removed.isEmpty() && edit.added.isEmpty())
        return;
    m_text = std::move(now);
    remember(edit);
}

bool EditLog::continues(const Edit &edit) const
{
    if (m_edits.isEmpty() || !m_sinceLast.isValid() || m_sinceLast.elapsed() > pauseMs)
        return false;
    const Edit &last = m_edits.last();
    return edit.removed.isEmpty() && last.removed.isEmpty() && edit.added != u"\n"
        && edit.position == last.position + last.added.size();
}

void EditLog::remember(Edit edit)
{
    const bool typing = continues(edit);
    m_sinceLast.start();
    if (typing) {
        m_edits.last().added += edit.added;
        return;
    }
    m_edits.append(std::move(edit));
    if (m_edits.size() > mostEdits) {
        const Edit first = m_edits.takeFirst();
        m_base.replace(first.position, first.removed.size(), first.added);
    }
}

void EditLog::perform(QTextDocument &document, const Edit &edit)
{
    QTextCursor cursor(&document);
    cursor.beginEditBlock();
    cursor.setPosition(int(edit.position));
    cursor.setPosition(int(edit.position + edit.removed.size()), QTextCursor::KeepAnchor);
    cursor.insertText(edit.added);
    cursor.endEditBlock();
}

bool EditLog::restore(const QByteArray &bytes, const QString &text)
{
    const QJsonObject stored = QJsonDocument::fromJson(bytes).object();
    if (stored[u"format"].toInt() != 1)
        return false;
    QList<Edit> edits;
    QString reached = stored[u"text"].toString();
    for (const QJsonValue value : stored[u"edits"].toArray()) {
        const QJsonArray fields = value.toArray();
        const Edit edit{fields.at(0).toInteger(), fields.at(1).toString(), fields.at(2).toString()};
        const bool fits = edit.position >= 0 && edit.position <= reached.size()
            && reached.mid(edit.position, edit.removed.size()) == edit.removed;
        if (!fits)
            return false;
        reached.replace(edit.position, edit.removed.size(), edit.added);
        edits.append(edit);
    }
    if (reached != text)
        edits.append(between(reached, text));

    const QScopedValueRollback quiet(m_quiet, true);
    m_document->setPlainText(stored[u"text"].toString());
    for (const Edit &edit : std::as_const(edits))
        perform(*m_document, edit);
    m_base = stored[u"text"].toString();
    m_text = m_document->toPlainText();
    m_edits = std::move(edits);
    m_sinceLast.invalidate();
    return true;
}

QByteArray EditLog::toBytes() const
{
    QJsonArray edits;
    for (const Edit &edit : m_edits)
        edits.append(QJsonArray{edit.position, edit.removed, edit.added});
    return QJsonDocument(QJsonObject{{u"format"_s, 1}, {u"text"_s, m_base}, {u"edits"_s, edits}})
        .toJson(QJsonDocument::Compact);
}

} // namespace ringside::desktop
