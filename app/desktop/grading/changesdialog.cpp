#include "desktop/grading/changesdialog.h"

#include "base/bytes.h"
#include "desktop/widgets/panel.h"
#include "wording/feedback.h"

#include <QDialogButtonBox>
#include <QListWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

ChangesDialog::ChangesDialog(const QList<classroom::MarkChange> &changes, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("What grading has changed"));
    resize(520, 420);
    auto *list = new QListWidget;
    list->setAccessibleName(windowTitle());
    list->setFrameShape(QFrame::NoFrame);
    for (const classroom::MarkChange &change : changes)
        list->addItem(changeLine(change));
    auto *pane = new Pane(tr("Before and after"), list);
    pane->setRemark(tr("%n mark(s)", nullptr, int(changes.size())));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(pane, 1);
    layout->addWidget(buttons);
}

QString changeLine(const classroom::MarkChange &change)
{
    return u"%1  %2  %3"_s.arg(
        displayName(change.student.toUtf8()), change.slug, wording::changeText(change));
}

} // namespace ringside::desktop
