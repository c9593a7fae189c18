#include "desktop/widgets/completion.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/codeeditor.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QFile>
#include <QKeyEvent>
#include <QListView>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSet>
#include <QStandardItemModel>
#include <QTextBlock>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int lettersBeforeItOpens = 3;
constexpr qsizetype mostShown = 40;
constexpr int nameRole = Qt::UserRole;

bool isWordPart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

bool isAfterOpening(const QString &typed)
{
    return typed.endsWith(u'.') || typed.section(u'.', -1).size() >= lettersBeforeItOpens;
}

// An edge, for it lies over text of the same ground, and the font of what it completes.
void restyle(QListView &list)
{
    const Theme &theme = themeOf(&list);
    QPalette colors = theme.palette();
    colors.setColor(QPalette::WindowText, theme.color(ColorRole::Control));
    list.setPalette(colors);
    list.setFont(theme.codeFont());
    list.setFrameStyle(QFrame::Box | QFrame::Plain);
    list.setSpacing(1);
}

} // namespace

NameList::NameList(const QString &lines)
{
    for (const QString &line : lines.split(u'\n', Qt::SkipEmptyParts)) {
        const QString name = line.section(u'(', 0, 0);
        const qsizetype dot = name.lastIndexOf(u'.');
        addMember(dot < 0 ? QString() : name.left(dot), {name.mid(dot + 1), line.mid(dot + 1)});
    }
}

void NameList::addMember(const QString &parent, const Name &name)
{
    m_members[parent].append(name);
    const QString last = parent.section(u'.', -1);
    if (!last.isEmpty() && last.front().isUpper()) // of a class
        m_ofObjects.append(name);
}

const NameList &NameList::python()
{
    static const NameList names = [] {
        QFile file(u":/ringside/python/names.txt"_s);
        return NameList(file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString());
    }();
    return names;
}

QList<NameList::Name> NameList::candidates(const QString &typed, const QString &text) const
{
    const qsizetype dot = typed.lastIndexOf(u'.');
    const QString parent = dot < 0 ? QString() : typed.left(dot);
    const QString start = typed.mid(dot + 1);
    QList<Name> found = m_members.value(parent);
    if (dot >= 0 && found.isEmpty())
        found = m_ofObjects;
    static const QRegularExpression word(u"[A-Za-z_][A-Za-z0-9_]{2,}"_s);
    if (dot < 0 || !m_members.contains(parent)) {
        auto words = word.globalMatch(text);
        while (words.hasNext()) {
            const QString name = words.next().captured();
            found.append({name, name});
        }
    }
    QSet<QString> seen{start}; // what is typed already completes nothing
    found.removeIf([&](const Name &name) {
        if (!name.name.startsWith(start, Qt::CaseInsensitive) || seen.contains(name.name))
            return true;
        seen.insert(name.name);
        return false;
    });
    std::ranges::stable_partition(found, [&](const Name &name) { return name.name.startsWith(start); });
    return found.first(qMin(found.size(), mostShown));
}

QString wordBefore(const QString &line, int position)
{
    int from = position;
    while (from > 0 && (isWordPart(line[from - 1]) || line[from - 1] == u'.'))
        --from;
    while (from < position && (line[from].isDigit() || line[from] == u'.'))
        ++from;
    return line.mid(from, position - from);
}

Completion::Completion(CodeEditor *editor, const NameList &names)
    : QObject(editor)
    , m_editor(editor)
    , m_names(names)
    , m_model(new QStandardItemModel(this))
    , m_completer(new QCompleter(m_model, this))
{
    m_completer->setWidget(editor);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setCompletionRole(nameRole);
    m_completer->popup()->setAccessibleName(tr("Completions"));
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this,
        [this](const QModelIndex &chosen) { insert(chosen.data(nameRole).toString()); });
}

bool Completion::isOpen() const
{
    return m_completer->popup()->isVisible();
}

void Completion::close()
{
    m_completer->popup()->hide();
}

QStringList Completion::shown() const
{
    QStringList names;
    for (int row = 0; row < m_model->rowCount(); ++row)
        names.append(m_model->item(row)->data(nameRole).toString());
    return names;
}

QString Completion::typed() const
{
    const QTextCursor cursor = m_editor->textCursor();
    return wordBefore(cursor.block().text(), cursor.positionInBlock());
}

bool Completion::fill()
{
    // The word one is writing is no completion of itself: it is taken out of the text.
    QString text = m_editor->toPlainText();
    const QString word = typed();
    const qsizetype end = m_editor->textCursor().position();
    text.remove(end - word.size(), word.size());
    m_model->clear();
    for (const NameList::Name &name : m_names.candidates(word, text)) {
        auto *item = new QStandardItem(name.shown);
        item->setData(name.name, nameRole);
        m_model->appendRow(item);
    }
    return m_model->rowCount() > 0;
}

void Completion::open()
{
    m_asked = true;
    if (fill())
        place();
}

void Completion::place()
{
    QRect below = m_editor->cursorRect().translated(m_editor->viewport()->pos());
    auto *list = static_cast<QListView *>(m_completer->popup());
    restyle(*list);
    below.setWidth(qBound(220, list->sizeHintForColumn(0) + list->verticalScrollBar()->sizeHint().width() + 16, 560));
    m_completer->complete(below);
    list->setCurrentIndex(m_asked ? m_completer->completionModel()->index(0, 0) : QModelIndex());
}

void Completion::insert(const QString &name)
{
    const qsizetype known = typed().section(u'.', -1).size();
    QTextCursor cursor = m_editor->textCursor();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, int(known)); // capitals may differ
    cursor.insertText(name);
    m_editor->setTextCursor(cursor);
}

bool Completion::keyPressed(const QKeyEvent &event)
{
    if (!isOpen())
        return false;
    const QModelIndex chosen = m_completer->popup()->currentIndex();
    switch (event.key()) {
    case Qt::Key_Tab: {
        const QString first = m_model->item(0)->data(nameRole).toString();
        close();
        insert(chosen.isValid() ? chosen.data(nameRole).toString() : first);
        return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
        close();
        if (chosen.isValid())
            insert(chosen.data(nameRole).toString());
        return chosen.isValid();
    case Qt::Key_Escape: close(); return true;
    default: return false;
    }
}

void Completion::keyHandled(const QKeyEvent &event)
{
    const bool letters = !event.text().isEmpty() && (isWordPart(event.text().front()) || event.text() == u".");
    const bool erases = event.key() == Qt::Key_Backspace && isOpen();
    if ((letters || erases) && (isOpen() || (m_automatic && isAfterOpening(typed())))) {
        m_asked = m_asked && isOpen();
        typed().isEmpty() || !fill() ? close() : place();
    } else if (isOpen() && !event.text().isEmpty()) {
        close();
    }
}

} // namespace ringside::desktop
