#pragma once

#include <QWidget>

namespace ringside::desktop {

class ReaderColumn;

/// Markdown and code as the lessons show them, as high as it needs to be: to stand among other widgets.
class ProseView : public QWidget
{
    Q_OBJECT

public:
    /// `name` is what a screen reader calls it.
    explicit ProseView(const QString &name, QWidget *parent = nullptr);

    /// `code` stands below the text, in a card; empty for none.
    void setText(const QString &markdown, const QString &code = {});

signals:
    void linkActivated(const QString &link);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    ReaderColumn *m_column;
};

} // namespace ringside::desktop
