#pragma once

#include "course/course.h"
#include "desktop/page/pageentry.h"
#include "progress/draftsaver.h"
#include "progress/reviewdesk.h"
#include "review/cardjudge.h"

#include <QElapsedTimer>

class QButtonGroup;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace ringside::desktop {

class AnswerForm;
class Button;
class EmptyState;
class GradeBar;
class Label;
class Notice;
class PointList;
class ProseView;

/// One card after the other: the question, an answer that is committed before anything is shown, what was right
/// about it, and two buttons by outcome.
class ReviewView : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewView(const PageServices &services, QWidget *parent = nullptr);

    /// `cards`: those of the course.
    void setCourse(const std::shared_ptr<const course::Course> &course, const QList<progress::Card> &cards);
    /// Begins with what is due, in everything or in a deck of the learner's.
    void start(const QString &title, const QString &deck = {});
    /// Begins with a drill: these cards, which are not moved by it.
    void startDrill(const QString &title, const QStringList &drill);
    /// Looks for the next card again: time has passed, an exercise was checked.
    void refresh();

    /// Commits the answer, as the key does.
    void commit();
    void giveUp();
    void undo();
    void suspend();
    /// Asks this card tomorrow instead; it can be undone.
    void postpone();
    void saveDraft() { m_drafts.flush(); }

    [[nodiscard]] const std::optional<progress::Card> &card() const { return m_turn.card; }
    [[nodiscard]] AnswerForm *form() const { return m_form; }
    [[nodiscard]] GradeBar *grades() const { return m_grades; }
    [[nodiscard]] PointList *points() const { return m_points; }
    [[nodiscard]] bool isCommitted() const { return m_committed; }
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void linkActivated(const QString &link);
    /// A card is shown, or that there is none.
    void turnShown();
    void closed();
    void ownCardRequested(const ringside::progress::Card &like);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void begin(const QString &title);
    void makeHead(QVBoxLayout *layout);
    void makeNotices(QVBoxLayout *layout);
    QWidget *makeDesk();
    QWidget *makeConfidence();
    QWidget *makeFoot();
    void next();
    void showTurn(const progress::Turn &turn);
    [[nodiscard]] int leftIn(const progress::Turn &turn) const;
    void showNothing(const progress::Turn &turn);
    void showQuestion();
    void replaceForm();
    void showJudgement(const Result<review::Judgement> &judgement);
    void showOpen();
    void showCoding();
    void showFollowUp();
    void proposeByPoints();
    void offer(const progress::GradeProposal &proposal);
    void grade(progress::Grade grade);
    void recorded(const Result<progress::Recorded> &recorded);
    void showLeech(const progress::Recorded &recorded);
    enum class Leech : quint8 { Kept, Suspended };
    void answerLeech(const QString &uid, Leech answer);
    void say(const Error &error, const QString &title);
    void typed();
    [[nodiscard]] std::optional<int> confidence() const;

    PageServices m_services;
    std::shared_ptr<const course::Course> m_course;
    progress::DraftSaver m_drafts;
    progress::TurnSource m_source;
    progress::Turn m_turn;
    QString m_session;
    bool m_committed = false;
    bool m_drill = false;
    quint64 m_asked = 0; ///< number of the question: late answers to an older one are dropped
    review::CardAnswer m_answer;
    progress::MatchReport m_match;
    bool m_right = false;
    qint64 m_shownMs = 0;
    QElapsedTimer m_thinking;
    QTimer m_later; ///< until the next step is due

    Label *m_title;
    Label *m_left;
    Button *m_undo;
    Button *m_tomorrow;
    Button *m_suspend;
    QStackedWidget *m_stack;
    EmptyState *m_nothing;
    Button *m_more;
    QScrollArea *m_scroll;
    Label *m_kind;
    ProseView *m_question;
    QVBoxLayout *m_formPlace;
    AnswerForm *m_form = nullptr;
    QWidget *m_confidence;
    QButtonGroup *m_sure;
    Notice *m_verdict;
    Label *m_pointsTitle;
    Label *m_blindSpots;
    PointList *m_points;
    QVBoxLayout *m_beliefs;
    ProseView *m_explanation;
    QWidget *m_explanationPane;
    QWidget *m_leech;
    Notice *m_leechText;
    Notice *m_problem;
    Button *m_commit;
    Button *m_giveUp;
    GradeBar *m_grades;
};

} // namespace ringside::desktop
