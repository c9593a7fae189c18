#pragma once

#include "desktop/progress/figuremodel.h"

#include <QWidget>

class QStackedWidget;
class QTableView;

namespace ringside::desktop {

class Button;
class Label;

/// A chart in a card, and the same figures as a table: one button changes between them.
class ChartCard : public QWidget
{
    Q_OBJECT

public:
    ChartCard(const QString &title, QWidget *chart, QWidget *parent = nullptr);

    void setRemark(const QString &remark);
    void setTable(const FigureTable &table);
    void showTable(bool shown);
    [[nodiscard]] bool isTableShown() const;
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] Button *toggle() const { return m_toggle; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_title;
    Label *m_remark;
    Button *m_toggle;
    QStackedWidget *m_stack;
    FigureModel *m_model;
    QTableView *m_table;
};

} // namespace ringside::desktop
