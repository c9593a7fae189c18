#pragma once

#include "desktop/widgets/linediff.h"

#include <QPlainTextEdit>

namespace ringside::desktop {

/// Two texts as one: lines that went with a minus, lines that came with a plus, in words and in colour.
class DiffView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit DiffView(const QString &name, QWidget *parent = nullptr);

    void showDifference(const QString &before, const QString &after);
    [[nodiscard]] int changedLines() const;

private:
    void restyle();
    void tintLines();

    QList<DiffLine> m_lines;
};

} // namespace ringside::desktop
