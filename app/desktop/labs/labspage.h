#pragma once

#include "classroom/labfolder.h"
#include "classroom/openlabs.h"
#include "desktop/page/pageentry.h"

class QScrollArea;
class QStackedWidget;

namespace ringside::desktop {

class Button;
class ElidedLabel;
class EmptyState;
class LabOffer;
class LabWork;
class Notice;

/// The student's side of labs: a .ringlab is opened, worked on, and handed in.
class LabsPage : public Page
{
    Q_OBJECT

public:
    explicit LabsPage(const PageServices &services, QWidget *parent = nullptr);
    ~LabsPage() override;

    void setCourse(const std::shared_ptr<const course::Course> &course) override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    void performOwn(const QString &command) override;
    /// A .ringlab, or the folder of a lab that was opened.
    bool openPlace(const QString &place) override;
    [[nodiscard]] QString placeName() const override { return m_place; }
    void save() override;
    /// Makes the hand-in: that file, or in that folder a file called as the student.
    void handInTo(const QString &path);
    [[nodiscard]] const LabWork *work() const { return m_work; }

signals:
    void labStarted();
    /// A hand-in is on the disk, or could not be made.
    void handedIn();

private:
    QWidget *makeHead();
    void chooseLab();
    void chooseHandIn();
    bool showFile(const QString &file);
    bool showFolder(const QString &folder);
    void showLast();
    void start(const QString &folder, const QString &word);
    void started(const Result<classroom::LabFolder> &folder);
    void setPlace(const QString &place, const QString &title);
    void showProblem(const Error &error);

    classroom::OpenLabs m_labs;
    std::shared_ptr<const course::Course> m_course;
    QString m_place;
    ElidedLabel *m_title;
    Button *m_other;
    Notice *m_notice;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    Button *m_open;
    LabOffer *m_offer;
    QScrollArea *m_scroll; ///< of the work
    LabWork *m_work = nullptr;
};

/// What a word of the command line means: a .ringlab, by path or URL, is a link to this page; any other
/// file or folder that is there, its URL; any other word is a link as it stands.
[[nodiscard]] QString linkOf(const QString &word);

[[nodiscard]] PageEntry labsEntry();

} // namespace ringside::desktop
