#include "desktop/interview/pointlist.h"

#include "desktop/lesson/markdown.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/layouts.h"

#include <QCheckBox>
#include <QEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using progress::Sighting;

QString passages(const QString &answer, const QList<progress::Span> &spans)
{
    QStringList words;
    for (const progress::Span &span : spans)
        words.append(answer.mid(span.start, span.length).simplified());
    return words.join(u" … "_s);
}

QString remarkOf(const progress::PointSighting &seen, const QString &answer)
{
    switch (seen.sighting) {
    case Sighting::Found: return PointList::tr("Seen in “%1”: is it there?").arg(passages(answer, seen.spans));
    case Sighting::Unclear: return PointList::tr("Look at “%1”.").arg(passages(answer, seen.spans));
    case Sighting::NotFound: return PointList::tr("Not seen. If you said it in other words, tick it.");
    case Sighting::NoPattern: return PointList::tr("Nothing to look for: only you can tell.");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

PointList::PointList(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
}

void PointList::setPoints(
    const progress::Card &card, const QString &answer, const progress::MatchReport &report)
{
    clearLayout(m_layout);
    m_boxes.clear();
    m_uids.clear();
    m_spans.clear();
    for (qsizetype i = 0; i < card.keyPoints.size(); ++i) {
        const course::KeyPoint &point = card.keyPoints[i];
        const progress::PointSighting seen = report.points.value(i);
        const QString text = markdown::plainText(point.text);
        auto *box = new QCheckBox;
        box->setChecked(seen.sighting == Sighting::Found);
        box->setAccessibleName(point.essential ? tr("%1 (essential)").arg(text) : text);
        box->setAccessibleDescription(remarkOf(seen, answer));
        box->installEventFilter(this);
        connect(box, &QCheckBox::toggled, this, &PointList::changed);
        // A check box breaks no lines: its words stand beside it.
        auto *words = new Label(text, TextRole::Body);
        words->setWordWrap(true);
        words->setBuddy(box);
        auto *remark = new Label(point.essential ? tr("Essential. %1").arg(remarkOf(seen, answer)) : remarkOf(seen, answer),
            TextRole::Small, seen.sighting == Sighting::Unclear ? ColorRole::Warning : ColorRole::Muted);
        remark->setWordWrap(true);
        auto *side = new QVBoxLayout;
        side->setSpacing(0);
        side->addWidget(words);
        side->addWidget(remark);
        auto *row = new QWidget;
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 4, 0, 4);
        line->setSpacing(10);
        line->addWidget(box, 0, Qt::AlignTop);
        line->addLayout(side, 1);
        m_layout->addWidget(row);
        m_boxes.append(box);
        m_uids.append(progress::pointUid(card, point));
        m_spans.append(seen.spans);
    }
}

bool PointList::eventFilter(QObject *watched, QEvent *event)
{
    const qsizetype at = m_boxes.indexOf(watched);
    if (at >= 0 && (event->type() == QEvent::FocusIn || event->type() == QEvent::Enter))
        emit passagesChanged(m_spans[at]);
    return QWidget::eventFilter(watched, event);
}

QSet<QString> PointList::ticked() const
{
    QSet<QString> ticked;
    for (qsizetype i = 0; i < m_boxes.size(); ++i)
        if (m_boxes[i]->isChecked())
            ticked.insert(m_uids[i]);
    return ticked;
}

QList<progress::PointTick> PointList::ticks(progress::TickedBy by) const
{
    QList<progress::PointTick> ticks;
    for (qsizetype i = 0; i < m_boxes.size(); ++i)
        ticks.append({m_uids[i], by, m_boxes[i]->isChecked()});
    return ticks;
}

QString blindSpotsText()
{
    return PointList::tr("Ticked beforehand is what a search for words has found. It does not see wrong reasons in the right "
                         "words, contradictions, a “not” that stands far off, unusual wording, or another language.");
}

} // namespace ringside::desktop
