#include "desktop/progress/storecard.h"

#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/notice.h"
#include "wording/copytext.h"
#include "wording/learning.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using Choice = progress::OpenFailure::Choice;

StoreCard::StoreCard(progress::StoreThread &store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_notice(new Notice)
    , m_copies(new QComboBox)
    , m_buttons(new QHBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 16);
    layout->setSpacing(10);
    layout->addWidget(m_notice);
    auto *line = new QHBoxLayout;
    m_copies->setAccessibleName(tr("Copy of an earlier day"));
    line->addWidget(m_copies);
    m_buttons->setSpacing(8);
    line->addLayout(m_buttons);
    line->addStretch();
    layout->addLayout(line);
    hide();
}

void StoreCard::refresh()
{
    m_store.standing().then(this, [this](const progress::StoreThread::Standing &standing) { showStanding(standing); });
}

void StoreCard::showStanding(const progress::StoreThread::Standing &standing)
{
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    m_copies->hide();
    m_path = standing.path;
    if (standing.failure) {
        const wording::Trouble trouble = wording::explain(*standing.failure);
        m_notice->setMessage(NoticeKind::Problem, trouble.what,
            tr("What you do now is lost when the window closes. %1\nThe file: %2").arg(trouble.remedy, m_path));
        if (!m_keepsNothing)
            offer(*standing.failure);
    } else if (standing.readOnly) {
        m_notice->setMessage(NoticeKind::Warning, tr("You are only looking at your progress"),
            standing.newerSchema
                ? tr("It is of a newer version: some things may be missing here, and nothing new is kept.")
                : tr("Nothing new is kept."));
    }
    setVisible(standing.failure || standing.readOnly);
}

void StoreCard::offer(const progress::OpenFailure &failure)
{
    m_backups = failure.backups;
    m_copies->clear();
    for (const progress::Backup &backup : failure.backups)
        m_copies->addItem(wording::copyText(backup));
    bool first = true;
    for (const Choice choice : failure.choices()) {
        auto *button = new Button(wording::choiceText(choice),
            std::exchange(first, false) ? Button::Kind::Primary : Button::Kind::Outline);
        connect(button, &QPushButton::clicked, this, [this, choice] { choose(choice); });
        m_buttons->addWidget(button);
        if (choice == Choice::RestoreBackup)
            m_copies->show();
    }
}

/// Whatever takes the file away from its place is asked once more, although a copy of it stays.
bool StoreCard::isSure(Choice choice)
{
    if (choice != Choice::StartFresh && choice != Choice::TakeOver)
        return true;
    const QString question = choice == Choice::StartFresh
        ? tr("The file is set aside under another name in the same folder, and a new one is begun.")
        : tr("Another machine seems to have the file open. If it really does, both may damage it.");
    return QMessageBox::question(this, wording::choiceText(choice), question,
               QMessageBox::Ok | QMessageBox::Cancel, QMessageBox::Cancel)
        == QMessageBox::Ok;
}

void StoreCard::choose(Choice choice)
{
    if (!isSure(choice))
        return;
    if (choice == Choice::KeepNothing) {
        m_keepsNothing = true;
        refresh();
        return;
    }
    std::optional<progress::Backup> backup;
    if (choice == Choice::RestoreBackup && m_copies->currentIndex() >= 0)
        backup = m_backups.value(m_copies->currentIndex());
    m_store.settle(choice, backup).then(this, [this](const progress::StoreThread::Opened &opened) {
        announce(this, opened ? tr("Your progress is open") : tr("It could not be opened"));
        refresh();
        emit settled();
    });
}

} // namespace ringside::desktop
