#pragma once

#include "progress/matcher.h"

#include <QWidget>

class QCheckBox;
class QVBoxLayout;

namespace ringside::desktop {

/// The key points of an open question. What the matcher saw is ticked beforehand and says so; each tick is the
/// learner's to give or take.
class PointList : public QWidget
{
    Q_OBJECT

public:
    explicit PointList(QWidget *parent = nullptr);

    void setPoints(const progress::Card &card, const QString &answer, const progress::MatchReport &report);
    [[nodiscard]] QSet<QString> ticked() const;
    /// As the learner left them.
    [[nodiscard]] QList<progress::PointTick> ticks(progress::TickedBy by) const;
    [[nodiscard]] const QList<QCheckBox *> &boxes() const { return m_boxes; }

signals:
    void changed();
    /// One looks at a point: these passages of the answer belong to it.
    void passagesChanged(const QList<ringside::progress::Span> &spans);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QVBoxLayout *m_layout;
    QList<QCheckBox *> m_boxes;
    QStringList m_uids;
    QList<QList<progress::Span>> m_spans;
};

/// What the search for words, whose finds are ticked beforehand, cannot see.
[[nodiscard]] QString blindSpotsText();

} // namespace ringside::desktop
