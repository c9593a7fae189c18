#include "desktop/interview/cardspane.h"

#include "desktop/interview/owncarddialog.h"
#include "desktop/lesson/markdown.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/undobar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QListWidget>
#include <QMenu>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using progress::Card;
using progress::Deck;
using progress::Store;

constexpr int uidRole = Qt::UserRole;
constexpr int suspendedRole = Qt::UserRole + 1;
constexpr int leastListHeight = 120;
constexpr int longestName = 80;
constexpr int rowSpacing = 3;

QString textOf(const Card &card)
{
    return markdown::plainText(card.prompt).simplified();
}

qint64 now()
{
    return progress::currentMoment().ms;
}

} // namespace

Result<CardsPane::Content> CardsPane::read(const Store &store)
{
    const auto own = store.decks().ownCards();
    const auto flags = store.decks().flags();
    const auto decks = store.decks().decks();
    if (!own || !flags || !decks)
        return std::unexpected(!own ? own.error() : !flags ? flags.error() : decks.error());
    Content content{.own = *own, .flags = *flags, .decks = *decks};
    for (const Deck &deck : *decks) {
        const auto members = store.decks().membersOf(deck.uid);
        if (!members)
            return std::unexpected(members.error());
        content.members.insert(deck.uid, *members);
    }
    return content;
}

CardsPane::CardsPane(progress::StoreThread &store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_undo(new UndoBar)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 14);
    layout->setSpacing(10);
    makeDeckRow(layout);
    m_list = new QListWidget;
    m_list->setAccessibleName(tr("Own and suspended cards"));
    m_list->setMinimumHeight(leastListHeight);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // what is too long ends in dots
    m_list->setSpacing(rowSpacing);
    connect(m_list, &QListWidget::itemActivated, this, &CardsPane::changeCard);
    connect(m_list, &QListWidget::currentItemChanged, this, &CardsPane::showChoice);
    layout->addWidget(m_list);
    makeCardRow(layout);
    layout->addWidget(m_undo);
    showDecks();
    showCards();
}

void CardsPane::makeDeckRow(QVBoxLayout *layout)
{
    m_deckBox = new QComboBox;
    m_deckBox->setAccessibleName(tr("Deck"));
    m_deckBox->setMinimumContentsLength(12);
    m_deckBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(m_deckBox, &QComboBox::activated, this, &CardsPane::showCards);
    m_review = new Button(tr("Review this deck"), Button::Kind::Outline, u"play"_s);
    connect(m_review, &QPushButton::clicked, this, [this] {
        if (const Deck *shown = deck())
            emit reviewRequested(shown->name, shown->uid);
    });
    auto *choice = new QHBoxLayout;
    choice->addWidget(m_deckBox, 1);
    choice->addWidget(m_review);
    layout->addLayout(choice);

    auto *make = new Button(tr("New deck"), Button::Kind::Ghost, u"cards"_s);
    connect(make, &QPushButton::clicked, this, &CardsPane::makeDeck);
    m_rename = new Button(tr("Rename"), Button::Kind::Ghost);
    m_rename->setAccessibleName(tr("Rename the deck"));
    connect(m_rename, &QPushButton::clicked, this, &CardsPane::renameDeck);
    m_removeDeck = new Button(tr("Delete deck"), Button::Kind::Ghost);
    connect(m_removeDeck, &QPushButton::clicked, this, &CardsPane::removeDeck);
    auto *work = new QHBoxLayout;
    for (Button *button : {make, m_rename, m_removeDeck})
        work->addWidget(button);
    work->addStretch();
    layout->addLayout(work);
}

void CardsPane::makeCardRow(QVBoxLayout *layout)
{
    auto *make = new Button(tr("New card"), Button::Kind::Outline, u"edit"_s);
    connect(make, &QPushButton::clicked, this, [this] { writeCard(); });
    m_change = new Button(tr("Change"), Button::Kind::Ghost);
    connect(m_change, &QPushButton::clicked, this, &CardsPane::changeCard);
    m_move = new Button(tr("Move to …"), Button::Kind::Ghost);
    m_move->setAccessibleName(tr("Move the card to another deck"));
    m_targets = new QMenu(m_move);
    m_move->setMenu(m_targets);
    connect(m_targets, &QMenu::aboutToShow, this, &CardsPane::fillTargets);
    m_remove = new Button(tr("Delete card"), Button::Kind::Ghost);
    connect(m_remove, &QPushButton::clicked, this, &CardsPane::removeCard);
    auto *line = new QHBoxLayout;
    for (Button *button : {make, m_change, m_move, m_remove})
        line->addWidget(button);
    line->addStretch();
    layout->addLayout(line);
}

void CardsPane::setCourseCards(const QList<Card> &cards)
{
    m_courseCards = cards;
}

void CardsPane::setContent(const Content &content)
{
    m_content = content;
    showDecks();
    showCards();
}

void CardsPane::showDecks()
{
    const QString shown = m_wanted.isEmpty() ? m_deckBox->currentData().toString() : m_wanted;
    m_wanted.clear();
    m_deckBox->clear();
    m_deckBox->addItem(tr("All my cards"), QString());
    for (const Deck &each : std::as_const(m_content.decks))
        m_deckBox->addItem(
            tr("%1 (%2)").arg(each.name).arg(m_content.members.value(each.uid).size()), each.uid);
    m_deckBox->setCurrentIndex(std::max(0, m_deckBox->findData(shown)));
}

void CardsPane::showCards()
{
    const QString before = chosenCard();
    const Deck *shown = deck();
    const QSet<QString> members = shown ? m_content.members.value(shown->uid) : QSet<QString>();
    m_list->clear();
    const auto add = [&](const Card &card, bool suspended) {
        const QString text = textOf(card);
        auto *item = new QListWidgetItem(suspended ? tr("%1 (suspended)").arg(text) : text, m_list);
        item->setData(uidRole, card.uid);
        item->setData(suspendedRole, suspended);
        item->setToolTip(text);
        if (card.uid == before)
            m_list->setCurrentItem(item);
    };
    for (const Card &card : std::as_const(m_content.own))
        if (!shown || members.contains(card.uid))
            add(card, m_content.flags.value(card.uid).suspended);
    for (const Card &card : std::as_const(m_courseCards))
        if (const bool suspended = m_content.flags.value(card.uid).suspended;
            shown ? members.contains(card.uid) : suspended)
            add(card, suspended);
    m_list->setVisible(m_list->count() > 0);
    for (Button *button : {m_rename, m_removeDeck})
        button->setEnabled(shown);
    m_review->setEnabled(shown && m_list->count() > 0);
    showChoice();
}

void CardsPane::showChoice()
{
    const QListWidgetItem *item = m_list->currentItem();
    const bool suspended = item && item->data(suspendedRole).toBool();
    const bool own = item && ownCard(item->data(uidRole).toString());
    m_change->setText(suspended ? tr("Bring back") : tr("Change"));
    m_change->setEnabled(own || suspended);
    m_move->setEnabled(item && !m_content.decks.isEmpty());
    m_remove->setEnabled(own);
}

void CardsPane::fillTargets()
{
    m_targets->clear();
    const QString card = chosenCard();
    const QSet<QString> before = decksOf(card);
    const auto add = [&](const QString &name, const QSet<QString> &decks) {
        QAction *action = m_targets->addAction(name);
        action->setEnabled(decks != before);
        connect(action, &QAction::triggered, this, [this, card, decks] { moveCard(card, decks); });
    };
    for (const Deck &each : std::as_const(m_content.decks))
        add(each.name, {each.uid});
    add(tr("No deck"), {});
}

const Deck *CardsPane::deck() const
{
    const auto found = std::ranges::find(m_content.decks, m_deckBox->currentData().toString(), &Deck::uid);
    return found == m_content.decks.cend() ? nullptr : &*found;
}

QString CardsPane::chosenCard() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(uidRole).toString() : QString();
}

const Card *CardsPane::ownCard(const QString &uid) const
{
    const auto found = std::ranges::find(m_content.own, uid, &Card::uid);
    return found == m_content.own.cend() ? nullptr : &*found;
}

QSet<QString> CardsPane::decksOf(const QString &cardUid) const
{
    QSet<QString> decks;
    for (const auto &[uid, members] : m_content.members.asKeyValueRange())
        if (members.contains(cardUid))
            decks.insert(uid);
    return decks;
}

template <typename Work> void CardsPane::inStore(Work work, const QString &failure)
{
    m_undo->dismiss();
    m_store.run(std::move(work)).then(this, [this, failure](const Result<> &result) {
        if (result)
            emit changed();
        else
            emit failed(result.error(), failure);
    });
}

void CardsPane::writeCard(const Card &like)
{
    auto *dialog = new OwnCardDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setCard(like);
    const QString into = like.uid.isEmpty() && deck() ? deck()->uid : QString();
    connect(dialog, &QDialog::accepted, this, [this, dialog, into] {
        inStore(
            [card = dialog->card(), into](const Store &store) mutable -> Result<> {
                const Result<> saved = store.decks().save(card, now());
                return saved && !into.isEmpty() ? store.decks().setMember(into, card.uid, true, now()) : saved;
            },
            tr("The card could not be kept"));
    });
    dialog->open();
}

void CardsPane::changeCard()
{
    const QListWidgetItem *item = m_list->currentItem();
    const QString uid = chosenCard();
    if (item && item->data(suspendedRole).toBool())
        inStore([uid](const Store &store) { return progress::setSuspended(store, uid, false, now()); },
            tr("The card could not be brought back"));
    else if (const Card *card = ownCard(uid))
        writeCard(*card);
}

void CardsPane::removeCard()
{
    const Card *chosen = ownCard(chosenCard());
    if (!chosen)
        return;
    Card card = *chosen; // not const: each way back takes a copy to change
    inStore([uid = card.uid](const Store &store) { return store.decks().removeCard(uid, now()); },
        tr("The card could not be deleted"));
    m_undo->offer(tr("“%1” was deleted.").arg(textOf(card)), [this, card] {
        inStore([card](const Store &store) mutable { return store.decks().save(card, now()); },
            tr("The card could not be brought back"));
    });
}

void CardsPane::moveCard(const QString &cardUid, const QSet<QString> &deckUids)
{
    const QSet<QString> before = decksOf(cardUid);
    inStore(
        [=](const Store &store) -> Result<> {
            for (const QString &uid : before + deckUids)
                if (const Result<> set = store.decks().setMember(uid, cardUid, deckUids.contains(uid), now()); !set)
                    return set;
            return {};
        },
        tr("The card could not be moved"));
    const auto target = std::ranges::find_if(
        m_content.decks, [&](const Deck &each) { return deckUids.contains(each.uid); });
    m_undo->offer(target == m_content.decks.cend() ? tr("The card is in no deck now.")
                                                   : tr("The card is in “%1” now.").arg(target->name),
        [this, cardUid, before] { moveCard(cardUid, before); });
}

QInputDialog *CardsPane::askForName(const QString &title, const QString &name)
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(tr("Name of the deck"));
    dialog->setTextValue(name);
    dialog->open();
    return dialog;
}

void CardsPane::makeDeck()
{
    connect(askForName(tr("A deck of your own"), {}), &QInputDialog::textValueSelected, this,
        [this](const QString &name) {
            saveDeck({.uid = progress::newUid(), .name = name, .createdMs = now()});
        });
}

void CardsPane::renameDeck()
{
    const Deck *shown = deck();
    if (!shown)
        return;
    connect(askForName(tr("Rename the deck"), shown->name), &QInputDialog::textValueSelected, this,
        [this, renamed = *shown](const QString &name) mutable {
            renamed.name = name;
            saveDeck(renamed);
        });
}

// A name of blanks alone changes nothing. Two decks may have one name: they are told apart by what is in them.
void CardsPane::saveDeck(const Deck &deck)
{
    Deck saved = deck;
    saved.name = saved.name.simplified().left(longestName);
    if (saved.name.isEmpty())
        return;
    m_wanted = saved.uid;
    inStore([saved](const Store &store) mutable { return store.decks().save(saved, now()); },
        tr("The deck could not be kept"));
}

void CardsPane::removeDeck()
{
    const Deck *shown = deck();
    if (!shown)
        return;
    const Deck removed = *shown;
    inStore([uid = removed.uid](const Store &store) { return store.decks().remove(uid, now()); },
        tr("The deck could not be deleted"));
    m_undo->offer(tr("The deck “%1” was deleted; its cards are still there.").arg(removed.name),
        [this, removed] { saveDeck(removed); });
}

} // namespace ringside::desktop
