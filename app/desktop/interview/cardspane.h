#pragma once

#include "progress/review.h"
#include "progress/storethread.h"

#include <QWidget>

class QComboBox;
class QInputDialog;
class QListWidget;
class QMenu;
class QVBoxLayout;

namespace ringside::desktop {

class Button;
class UndoBar;

/// The learner's own cards in the learner's own decks, and cards that were suspended. What is deleted or moved is so
/// at once, with a way back.
class CardsPane : public QWidget
{
    Q_OBJECT

public:
    /// What the store has of it.
    struct Content
    {
        QList<progress::Card> own;
        QHash<QString, progress::CardFlags> flags;
        QList<progress::Deck> decks;
        QHash<QString, QSet<QString>> members; ///< by uid of the deck
    };
    [[nodiscard]] static Result<Content> read(const progress::Store &store);

    explicit CardsPane(progress::StoreThread &store, QWidget *parent = nullptr);

    void setCourseCards(const QList<progress::Card> &cards);
    void setContent(const Content &content);

    /// Opens the dialog for a card of one's own; `like` fills it in. A new one goes into the deck that is shown.
    void writeCard(const progress::Card &like = {});
    void makeDeck();

    [[nodiscard]] QListWidget *list() const { return m_list; }
    [[nodiscard]] QComboBox *deckBox() const { return m_deckBox; }
    [[nodiscard]] UndoBar *undoBar() const { return m_undo; }

signals:
    /// The store was changed: it is to be read again.
    void changed();
    void failed(const ringside::Error &error, const QString &title);
    void reviewRequested(const QString &deckName, const QString &deckUid);

private:
    void makeDeckRow(QVBoxLayout *layout);
    void makeCardRow(QVBoxLayout *layout);
    void showDecks();
    void showCards();
    void showChoice();
    void fillTargets();
    void changeCard();
    void removeCard();
    void moveCard(const QString &cardUid, const QSet<QString> &deckUids);
    void renameDeck();
    void removeDeck();
    QInputDialog *askForName(const QString &title, const QString &name);
    void saveDeck(const progress::Deck &deck);
    template <typename Work> void inStore(Work work, const QString &failure);

    [[nodiscard]] const progress::Deck *deck() const; ///< the one that is shown; null: all cards are
    [[nodiscard]] QString chosenCard() const;
    [[nodiscard]] const progress::Card *ownCard(const QString &uid) const;
    [[nodiscard]] QSet<QString> decksOf(const QString &cardUid) const;

    progress::StoreThread &m_store;
    QList<progress::Card> m_courseCards;
    Content m_content;
    QString m_wanted; ///< uid of the deck to show when the store has been read
    QComboBox *m_deckBox;
    Button *m_review;
    Button *m_rename;
    Button *m_removeDeck;
    QListWidget *m_list;
    Button *m_change;
    Button *m_remove;
    Button *m_move;
    QMenu *m_targets;
    UndoBar *m_undo;
};

} // namespace ringside::desktop
