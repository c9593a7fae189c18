#pragma once

#include <QWidget>

namespace ringside::desktop {

class Label;

/// One figure in large letters, with what it counts below it.
class FigureTile : public QWidget
{
    Q_OBJECT

public:
    FigureTile(const QString &icon, const QString &caption, QWidget *parent = nullptr);

    void setFigure(const QString &figure);
    void setRemark(const QString &remark);
    [[nodiscard]] QString figure() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void nameIt();

    QString m_icon;
    QString m_caption;
    QString m_remark;
    Label *m_figure;
    Label *m_text;
};

} // namespace ringside::desktop
