#pragma once

#include "course/course.h"
#include "desktop/page/pageentry.h"
#include "progress/forecast.h"
#include "progress/review.h"
#include "progress/storethread.h"
#include "progress/summary.h"

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QMenu;
class QSpinBox;
class QVBoxLayout;

namespace ringside::desktop {

class Button;
class CardExporter;
class CardsPane;
class Label;
class Notice;

/// The way into reviews, practice and interviews, the learner's own cards, and how much of it a day.
class InterviewHome : public QWidget
{
    Q_OBJECT

public:
    explicit InterviewHome(const PageServices &services, QWidget *parent = nullptr);

    /// `cards`: those of the course.
    void setCourse(const std::shared_ptr<const course::Course> &course, const QList<progress::Card> &cards);
    void refresh();
    [[nodiscard]] CardsPane *cards() const { return m_cardsPane; }
    [[nodiscard]] QList<QWidget *> panes() const;
    /// The cards of a topic to practise now, the least certain first.
    [[nodiscard]] QStringList drillOf(const QString &topic) const;
    /// Asks where to, and writes the cards for another program.
    void askForExport();
    /// See CardExporter::start().
    void exportCards(const QString &file);
    /// Opens the dialog for the day of an interview.
    void askForDate();

protected:
    void resizeEvent(QResizeEvent *event) override;

signals:
    void reviewRequested();
    void drillRequested(const QString &title, const QStringList &uids);
    void deckRequested(const QString &name, const QString &uid);
    void mockRequested();
    void dateChanged(); ///< that of the interview, in the store
    void shown();

private:
    struct Figures;
    [[nodiscard]] static Result<Figures> read(const progress::Store &store, const course::Course &course);

    QWidget *makeReviewPane();
    QWidget *makePractisePane();
    QWidget *makeMockPane();
    QWidget *makeSettingsPane();
    QMenu *makeKindsMenu();
    QWidget *makeExportPane();
    void showFigures(const Figures &figures);
    void showDue(const Figures &figures);
    void showTopics(const progress::Summary &summary);
    void showSettings(const progress::ReviewSettings &settings);
    void showRetention();
    void adoptRetention();
    void showDate();
    void openDateDialog();
    void save(const progress::ReviewSettings &settings);
    void practise();
    void practiseNames();
    void saveSettings();
    [[nodiscard]] progress::ReviewSettings settings() const;
    template <typename Work> void inStore(Work work, const QString &failed);
    void say(const Error &error, const QString &title);

    progress::StoreThread &m_store;
    std::shared_ptr<const course::Course> m_course;
    progress::QueueInput m_input;
    bool m_showing = false; ///< fields are being filled in: that changes nothing
    QBoxLayout *m_sides;
    Notice *m_problem;
    Label *m_due;
    Label *m_catchUp;
    Button *m_review;
    QComboBox *m_topic;
    QComboBox *m_names;
    Button *m_practise;
    Button *m_practiseNames;
    CardsPane *m_cardsPane;
    QSpinBox *m_answers;
    QSpinBox *m_new;
    QComboBox *m_retention;
    Label *m_cost; ///< of the recall aimed at
    Button *m_kinds;
    QCheckBox *m_four;
    QCheckBox *m_onlyRead;
    CardExporter *m_exporter;
    Label *m_exported;
    Label *m_date;
    Button *m_changeDate;
};

} // namespace ringside::desktop
