#pragma once

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/State>

#include <QHash>
#include <QSyntaxHighlighter>

namespace ringside::desktop {

/// KSyntaxHighlighting's engine under our own QSyntaxHighlighter. The stock one recolours one line per turn
/// of the event loop after a multi-line change, and keeps block handles that dangle when the text is
/// replaced meanwhile. Here a changed line state flips the block's state number, so that Qt goes on through
/// the affected lines at once; after `passLimit` lines the rest waits for the next turn, named by line
/// number and document revision instead of by handle.
class CodeHighlighter : public QSyntaxHighlighter, public KSyntaxHighlighting::AbstractHighlighter
{
    Q_OBJECT
    Q_INTERFACES(KSyntaxHighlighting::AbstractHighlighter)

public:
    /// Lines recoloured in one go; 5,000 took 17 ms.
    static constexpr int passLimit = 1000;
    /// Property of a text format that is a string or a comment: brackets in it match nothing.
    static constexpr int literalProperty = 0x100000 + 41; // QTextFormat::UserProperty and up

    explicit CodeHighlighter(QTextDocument *document);

    void setTheme(const KSyntaxHighlighting::Theme &theme) override;
    void setDefinition(const KSyntaxHighlighting::Definition &definition) override;

protected:
    void highlightBlock(const QString &text) override;
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override;

private:
    struct LineState;

    [[nodiscard]] bool passIsFull();
    void continueAt(int line, int revision);
    [[nodiscard]] QTextCharFormat textFormat(const KSyntaxHighlighting::Format &format) const;

    QHash<int, QTextCharFormat> m_formats; ///< by KSyntaxHighlighting::Format::id, for one theme
    int m_passLines = 0;
    int m_lastLine = -2;
    bool m_queued = false;
};

} // namespace ringside::desktop
