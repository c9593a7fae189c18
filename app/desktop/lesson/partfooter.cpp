#include "desktop/lesson/partfooter.h"

#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

PartFooter::PartFooter(const QString &next, Reading reading,
    const QList<const course::Exercise *> &exercises, QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(new Separator(Qt::Horizontal));

    auto *row = new QHBoxLayout;
    const bool read = reading == Reading::Read;
    auto *mark = new Button(
        read ? tr("Read") : tr("Mark as read"), Button::Kind::Ghost, read ? u"check"_s : u"ring"_s);
    mark->setToolTip(read ? tr("Click to mark this part as not read") : QString());
    connect(mark, &QPushButton::clicked, this, [this, read] { emit markRequested(!read); });
    row->addWidget(mark);
    row->addStretch();
    auto *goOn = new Button(next.isEmpty() ? tr("Finish the lesson") : tr("Next: %1").arg(next),
        Button::Kind::Primary, u"right"_s);
    connect(goOn, &QPushButton::clicked, this, &PartFooter::goOnRequested);
    row->addWidget(goOn);
    layout->addLayout(row);

    if (exercises.isEmpty())
        return;
    layout->addSpacing(8);
    layout->addWidget(new Label(tr("Practise"), TextRole::Heading3));
    for (const course::Exercise *exercise : exercises) {
        auto *open = new Button(u"%1  %2"_s.arg(exercise->code, exercise->title),
            Button::Kind::Outline, u"flask"_s);
        connect(open, &QPushButton::clicked, this,
            [this, slug = exercise->slug] { emit exerciseRequested(slug); });
        layout->addWidget(open, 0, Qt::AlignLeft);
    }
}

} // namespace ringside::desktop
