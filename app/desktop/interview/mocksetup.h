#pragma once

#include "course/course.h"
#include "progress/mockplan.h"
#include "progress/mockshelf.h"
#include "progress/summary.h"

#include <QWidget>

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QListWidget;

namespace ringside::desktop {

class Button;
class Label;
class Notice;

/// What one wants to be asked, and the interviews so far.
class MockSetup : public QWidget
{
    Q_OBJECT

public:
    explicit MockSetup(QWidget *parent = nullptr);

    void setCourse(const course::Course &course);
    /// Newest first.
    void setRecords(const QList<progress::MockRecord> &records);
    /// "5 December 2026, in 14 days: all topics.", or nothing.
    void setInterviewDay(const QString &text);
    void say(const QString &title, const QString &text);
    [[nodiscard]] progress::MockConfig config() const;
    [[nodiscard]] QComboBox *script() const { return m_script; }
    [[nodiscard]] QListWidget *topics() const { return m_topics; }
    [[nodiscard]] QListWidget *earlier() const { return m_list; }
    [[nodiscard]] Button *beginButton() const { return m_begin; }
    [[nodiscard]] QCheckBox *varied() const { return m_varied; }
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void beginRequested(const ringside::progress::MockConfig &config);
    void reportRequested(const ringside::progress::MockRecord &record);
    void continueRequested(const ringside::progress::MockRecord &record);
    void dayRequested(); ///< that of the real interview is to be set
    void closed();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *makeFormPane();
    [[nodiscard]] QWidget *makeTopicsPane();
    [[nodiscard]] QWidget *makeEarlierPane();
    void makeRoomForTopics();
    void showChoice();
    void showTopicCount();
    [[nodiscard]] QSet<QString> chosenTopics() const;

    Notice *m_problem;
    QBoxLayout *m_sides;
    QComboBox *m_script;
    QComboBox *m_minutes;
    QComboBox *m_level;
    QListWidget *m_topics;
    QCheckBox *m_weak;
    Label *m_topicCount;
    Label *m_day;
    Button *m_changeDay;
    QCheckBox *m_varied;
    QCheckBox *m_pressure;
    Label *m_about;
    Button *m_begin;
    Button *m_goOn;
    QListWidget *m_list;
    QList<course::InterviewScript> m_scripts;
    QList<progress::MockRecord> m_records;
    std::optional<progress::MockRecord> m_unfinished;
};

} // namespace ringside::desktop
