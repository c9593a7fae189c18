#include "desktop/lens/callmarks.h"

#include "desktop/widgets/codeeditor.h"

#include <QCoreApplication>
#include <QTextBlock>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(CallMarks)
};

/// "7", "1200", "12k": what fits beside a line number.
QString shortCount(quint64 count)
{
    constexpr quint64 thousand = 1000;
    if (count < 10 * thousand)
        return QString::number(count);
    return count < thousand * thousand ? u"%1k"_s.arg(count / thousand) : u"%1M"_s.arg(count / thousand / thousand);
}

/// The lens counts bytes, the editor characters.
int characterColumn(const CodeEditor &editor, int line, int bytes)
{
    const QString text = editor.document()->findBlockByNumber(line - 1).text();
    return bytes < 0 ? bytes : int(QString::fromUtf8(text.toUtf8().first(std::min<qsizetype>(bytes, text.toUtf8().size()))).size());
}

} // namespace

void showCallCounts(CodeEditor &editor, const lens::Trace &trace, const QByteArray &file)
{
    QMap<int, CodeEditor::LineNote> notes;
    for (const auto &[line, count] : trace.callsOfLines().value(file).asKeyValueRange()) {
        const auto figure = int(std::min<quint64>(count, INT_MAX));
        notes.insert(line, {shortCount(count), Words::tr("%n system calls; a click lists them", nullptr, figure)});
    }
    editor.setLineNotes(notes);
}

void pointAt(CodeEditor &editor, const lens::Site &site)
{
    const int endLine = std::max(site.line, site.endLine);
    editor.setPointer(site.line, characterColumn(editor, site.line, site.column), endLine,
        characterColumn(editor, endLine, site.endColumn));
}

void goTo(CodeEditor &editor, const lens::Site &site)
{
    editor.goToLine(site.line, std::max(0, characterColumn(editor, site.line, site.column)));
    editor.setFocus(Qt::OtherFocusReason);
}

} // namespace ringside::desktop
