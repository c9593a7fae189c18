#include "desktop/grading/changesdialog.h"

#include "base/bytes.h"
#include "desktop/widgets/panel.h"
#include "wording/feedback.h"

#include <QDialogButtonBox>
#include <QListWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

ChangesDialog::ChangesDialog(const QStringList &lines, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("What grading has changed"));
    resize(520, 420);
    auto *list = new QListWidget;
    list->setAccessibleName(windowTitle());
    list->setFrameShape(QFrame::NoFrame);
    list->addItems(lines);
    auto *pane = new Pane(tr("Before and after"), list);
    pane->setRemark(tr("%n mark(s)", nullptr, int(lines.size())));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(pane, 1);
    layout->addWidget(buttons);
}

QString changeLine(
    const classroom::MarkChange &change, const classroom::Gradebook &book, const course::Course *course)
{
    const course::Exercise *exercise = course ? course->exercise(QStringView(change.slug)) : nullptr;
    return u"%1  %2  %3"_s.arg(displayName(wording::studentName(book, change.student).toUtf8()),
        exercise ? exercise->title : change.slug, wording::changeText(change));
}

} // namespace ringside::desktop
