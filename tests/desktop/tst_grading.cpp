#include "classroom/archive.h"
#include "classroom/files.h"
#include "classroom/syntheticclass.h"
#include "desktop/exercise/checklist.h"
#include "desktop/exercise/verdictmodel.h"
#include "desktop/grading/changesdialog.h"
#include "desktop/grading/classdialog.h"
#include "desktop/grading/exportdialog.h"
#include "desktop/grading/gradebookmodel.h"
#include "desktop/grading/gradingpage.h"
#include "desktop/grading/labdialog.h"
#include "desktop/grading/replaydialog.h"
#include "desktop/grading/rubriclist.h"
#include "desktop/lesson/textblock.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/notice.h"
#include "pagebench.h"
#include "sandbox/requests.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QDirIterator>
#include <QDoubleSpinBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSpinBox>
#include <QTableView>
#include <QTableWidget>
#include <QTimeZone>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

class TestGrading : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void withoutAClassItSaysWhatToDo();
    void aClassIsGradedAndShown();
    void stoppedAndGoneOnWith();
    void aPageMayGoDuringARun();
    void openCellsComeOneAfterTheOther();
    void labsAreDescribed_data();
    void labsAreDescribed();
    void labsAreMadeByTheKeyboard();
    void aClassFromTheLabToMoodlesSheet();
    void whatCannotBeTakenInIsTold();
    void gradingAgainListsWhatChanged();
    void failedChecksAreRunAgain();
    void commentsAreForTheStudent();
    void aStudentGetsMoreTime();
    void pointsByHandNeedAReason();
    void aReasonStaysWithItsCell();
    void pointsByHandAreWithdrawn();
    void readAnswersAreWithdrawn();
    void thereIsRoomForAReason();
    void answersAreReadByTheKeyboard();
    void answersHandedInAgainComeAgain();
    void whatWasEnteredIsTakenBack();
    void foldersThatAreNoClass_data();
    void foldersThatAreNoClass();
    void aClassStaysWhenAnotherCannotBeOpened();
    void everyFormatIsExported();
    void whereNothingCanBeWrittenIsTold();
    void exportsSayWhatTheyReplace();
    void theModelIsSound();

private:
    void makePage();
    void planClass(int size);
    void planAnswers(const classroom::LabKey &key = classroom::makeLabKey(), const QByteArray &answer = "walks\n");
    void openClass();
    void run();
    ExportDialog *openExport();
    void exportAs(const std::optional<wording::ExportFormat> &format, const QString &place, bool isScaled = false);
    void fillSheet(const QString &sheet, bool isScaled = false) { exportAs({}, sheet, isScaled); }
    [[nodiscard]] Button *button(const QString &text) const;
    [[nodiscard]] QLineEdit *reason() const;
    [[nodiscard]] bool says(const QString &text) const;
    [[nodiscard]] QString cell(int row, int column) const
    {
        return m_page->findChild<QTableView *>()->model()->index(row, column).data().toString();
    }

    DesktopTest m_look;
    std::unique_ptr<PageBench> m_bench;
    std::unique_ptr<GradingPage> m_page;
    std::shared_ptr<course::Course> m_course;
    QString m_missing;
};

void TestGrading::initTestCase()
{
    sandbox::Sandbox sandbox;
    m_missing = tests::missingSandbox(sandbox);
    m_course = std::make_shared<course::Course>();
    const auto exercise = course::loadExercise(QStringLiteral(CLASSROOM_DATA "/exercises/total-size"));
    QVERIFY(exercise.has_value());
    m_course->exercises = {*exercise};
    course::Lesson lesson{.id = u"small"_s};
    lesson.questions = {{.id = u"Q05.1"_s, .prompt = u"What is **it** for?"_s,
        .keyPoints = {{.text = u"To walk"_s}, {.text = u"It is `short`"_s, .essential = false}}}};
    m_course->lessons = {lesson};
}

void TestGrading::init()
{
    m_bench = std::make_unique<PageBench>();
    makePage();
}

void TestGrading::makePage()
{
    m_page.reset(static_cast<GradingPage *>(gradingEntry().make(m_bench->services())));
    m_page->resize(1300, 860);
    m_page->setCourse(m_course);
    m_page->show();
}

void TestGrading::cleanup()
{
    m_page.reset();
    m_bench.reset();
}

Button *TestGrading::button(const QString &text) const
{
    for (Button *button : m_page->findChildren<Button *>())
        if (button->text() == text)
            return button;
    return nullptr;
}

QLineEdit *TestGrading::reason() const
{
    for (QLineEdit *line : m_page->findChildren<QLineEdit *>())
        if (!line->placeholderText().isEmpty())
            return line;
    return nullptr;
}

bool TestGrading::says(const QString &text) const
{
    return std::ranges::any_of(m_page->findChildren<QLabel *>(),
        [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
}

void TestGrading::planClass(int size)
{
    const classroom::LabKey key = classroom::makeLabKey();
    const auto lab = classroom::defineLab("title = 'Week 3'\n[[exercise]]\nslug = 'total-size'\npoints = 10\n", {}, *m_course, key);
    const auto folder = classroom::GradeFolder::plan(m_bench->path(u"class"_s), classroom::packLab(*lab, key).value(), key,
        tests::syntheticClass(m_course->exercises.first(), size), {{.id = u"zoe"_s, .name = u"Nothing Yet"_s}});
    QVERIFY(folder.has_value());
}

/// Two answers to an open question, which two students handed in beside nothing else.
void TestGrading::planAnswers(const classroom::LabKey &key, const QByteArray &answer)
{
    const auto lab = classroom::defineLab("title = 'Quiz'\n[[question]]\nid = 'Q05.1'\npoints = 6\n", {}, *m_course, key);
    classroom::Intake intake;
    for (const QString &student : {u"ann"_s, u"bob"_s})
        intake.submissions.append({.student = student, .slug = u"Q05.1"_s, .content = student.toUtf8() + ' ' + answer});
    QVERIFY(classroom::GradeFolder::plan(m_bench->path(u"class"_s), classroom::packLab(*lab, key).value(), key, intake, {}));
}

void TestGrading::openClass()
{
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    QVERIFY(m_page->openPlace(m_bench->path(u"class"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
}

void TestGrading::run()
{
    if (!m_missing.isEmpty())
        QSKIP(qPrintable(m_missing));
    QSignalSpy finished(m_page.get(), &GradingPage::runFinished);
    button(u"Grade"_s)->click();
    QVERIFY(button(u"Stop"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), 300'000);
}

ExportDialog *TestGrading::openExport()
{
    QTest::mouseClick(button(u"Export"_s), Qt::LeftButton);
    return m_page->findChildren<ExportDialog *>().last();
}

void TestGrading::exportAs(const std::optional<wording::ExportFormat> &format, const QString &place, bool isScaled)
{
    ExportDialog *dialog = openExport();
    dialog->setFormat(format);
    dialog->setPlace(place);
    dialog->findChild<QCheckBox *>()->setChecked(isScaled);
    QTest::mouseClick(buttonNamed<QPushButton>(dialog, u"Export"_s), Qt::LeftButton);
    QTRY_VERIFY(!m_page->findChild<ExportDialog *>());
}

void TestGrading::withoutAClassItSaysWhatToDo()
{
    QVERIFY(button(u"Open a class"_s)->isVisible());
    QVERIFY(!button(u"Grade"_s)->isVisible());
    QVERIFY(m_page->openPlace({}));
    QCOMPARE(m_page->panes(), QList<QWidget *>{button(u"Take hand-ins in"_s)});
    QVERIFY(button(u"Make a lab"_s)->isVisible());
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    QVERIFY(!m_page->openPlace(u"/nowhere"_s));
}

void TestGrading::aClassIsGradedAndShown()
{
    planClass(3);
    openClass();
    QCOMPARE(cell(0, GradebookModel::Name), u"right"_s);
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"open"_s);
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    run();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    const QStringList sums{cell(0, 3), cell(1, 3), cell(2, 3), cell(3, 3)};
    QCOMPARE(sums, (QStringList{u"10"_s, u"4"_s, u"0"_s, u"0"_s}));
    QCOMPARE(cell(3, GradebookModel::FirstExercise), u"—"_s);

    // Code and verdict of the cell one is at.
    auto *table = m_page->findChild<QTableView *>();
    table->setCurrentIndex(table->model()->index(1, GradebookModel::FirstExercise));
    const QString source = QString::fromUtf8(tests::fileOf(m_course->exercises.first(), u"wrong/follows.py"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->findChild<CodeEditor *>()->toPlainText(), source, 60'000);
    QCOMPARE(m_page->findChild<CheckList *>()->model()->rowCount(), 4); // two tiers, two checks
    // What there is nothing of is not shown as another's.
    table->setCurrentIndex(table->model()->index(3, GradebookModel::FirstExercise));
    QCOMPARE(m_page->findChild<CodeEditor *>()->toPlainText(), QString());
    QCOMPARE(m_page->findChild<CheckList *>()->model()->rowCount(), 0);
}

void TestGrading::stoppedAndGoneOnWith()
{
    planClass(1);
    openClass();
    if (!m_missing.isEmpty())
        QSKIP(qPrintable(m_missing));
    QSignalSpy finished(m_page.get(), &GradingPage::runFinished);
    button(u"Grade"_s)->click();
    button(u"Stop"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), 60'000);
    QVERIFY(button(u"Grade"_s));
    QVERIFY(says(u"Grading was stopped"_s));
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"open"_s);
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    run();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"10"_s);
}

void TestGrading::aPageMayGoDuringARun()
{
    if (!m_missing.isEmpty())
        QSKIP(qPrintable(m_missing));
    planClass(1);
    openClass();
    button(u"Grade"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!says(u"Reading what is to be graded"_s), 60'000);
    makePage();
    openClass();
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    run();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QVERIFY(says(u"2 students · all graded"_s));
}

void TestGrading::openCellsComeOneAfterTheOther()
{
    planClass(3);
    openClass();
    auto *table = m_page->findChild<QTableView *>();
    QList<int> rows;
    for (int i = 0; i < 4; ++i) {
        m_page->performOwn(u"next"_s);
        rows.append(table->currentIndex().row());
    }
    QCOMPARE(rows, (QList<int>{1, 2, 0, 1})); // nothing was handed in by the fourth
}

void TestGrading::labsAreDescribed_data()
{
    QTest::addColumn<QStringList>("ticked"); // boxes, by the beginning of their words
    QTest::addColumn<double>("percent");
    QTest::addColumn<QString>("rules");
    QTest::newRow("as it comes") << QStringList{} << 0.0 << u"due = 2026-11-09T23:59:00+01:00\nhints = true\nreference = true\n"_s;
    QTest::newRow("without a deadline") << QStringList{u"&Due"_s} << 10.0 << u"hints = true\nreference = true\n"_s;
    QTest::newRow("late, and without help") << QStringList{u"&Hints"_s, u"&Reference"_s} << 10.0
                                            << u"due = 2026-11-09T23:59:00+01:00\nhints = false\nreference = false\n[late]\npercent = 10\n"_s;
    QTest::newRow("a policy of its own") << QStringList{} << 10.0
                                         << u"due = 2026-11-09T23:59:00+01:00\nhints = true\nreference = true\n[late]\n"
                                            "grace_minutes = 10\npercent = 10\nmost_percent = 50\ncut_off_minutes = 10080\n"_s;
    QTest::newRow("an exam") << QStringList{u"An e&xam"_s} << 0.0
                             << u"due = 2026-11-09T23:59:00+01:00\nopens = 2026-11-09T21:59:00+01:00\nexam = true\n"_s;
}

void TestGrading::labsAreDescribed()
{
    QFETCH(QStringList, ticked);
    QFETCH(QString, rules);
    LabDialog dialog(*m_course);
    dialog.show();
    const auto *make = buttonNamed<QPushButton>(&dialog, u"Make"_s);
    QVERIFY(!make->isEnabled());
    for (QLineEdit *line : dialog.findChildren<QLineEdit *>())
        if (line->accessibleName().isEmpty())
            line->setText(u"Week \"3\" \\"_s);
    QCOMPARE(dialog.fileName(), u"week-3"_s);
    QVERIFY(!make->isEnabled()); // it has no exercise yet
    auto *tasks = dialog.findChild<QTableWidget *>();
    QCOMPARE(tasks->rowCount(), 2);
    tasks->item(0, 0)->setCheckState(Qt::Checked);
    tasks->item(0, 1)->setData(Qt::EditRole, 7.5);
    tasks->item(1, 0)->setCheckState(Qt::Checked);
    QVERIFY(make->isEnabled());
    const QDateTime due(QDate(2026, 11, 9), QTime(23, 59), QTimeZone(3600));
    for (QDateTimeEdit *time : dialog.findChildren<QDateTimeEdit *>()) {
        time->setTimeZone(due.timeZone());
        time->setDateTime(time->accessibleName() == u"Due" ? due : due.addSecs(-7200));
    }
    for (QCheckBox *box : dialog.findChildren<QCheckBox *>())
        if (std::ranges::any_of(ticked, [&](const QString &words) { return box->text().startsWith(words); }))
            box->toggle();
    for (const QCheckBox *box : dialog.findChildren<QCheckBox *>())
        QVERIFY2(box->isEnabled() || box->text() == u"&Due" || !box->isChecked(), qPrintable(box->text()));
    QFETCH(double, percent);
    dialog.findChild<QDoubleSpinBox *>()->setValue(percent);
    const auto number = [&](const QString &name, int value) {
        for (QSpinBox *box : dialog.findChildren<QSpinBox *>())
            if (box->accessibleName() == name)
                box->setValue(value);
    };
    if (rules.contains(u"cut_off"_s)) {
        number(u"Minutes of grace"_s, 10);
        number(u"Lost at most"_s, 50);
        number(u"Days after which nothing counts"_s, 7);
    }
    const QString definition = QString::fromUtf8(dialog.definition());
    QCOMPARE(definition, u"title = \"Week \\\"3\\\" \\\\\"\n"_s + rules
            + u"[[exercise]]\nslug = \"total-size\"\npoints = 7.5\n[[question]]\nid = \"Q05.1\"\npoints = 3\n"_s);
    const auto lab = classroom::defineLab(definition.toUtf8(), {}, *m_course, {});
    QVERIFY2(lab.has_value(), lab ? "" : qPrintable(describe(lab.error().first())));
    QCOMPARE(lab->title, u"Week \"3\" \\"_s);
    QCOMPARE(lab->points(), 10.5);
    QCOMPARE(unnamedFocusStops(&dialog), QStringList());

    QLineEdit *search = nullptr;
    for (QLineEdit *line : dialog.findChildren<QLineEdit *>())
        if (!line->placeholderText().isEmpty())
            search = line;
    search->setText(u"size TOTAL"_s);
    QVERIFY(!tasks->isRowHidden(0) && tasks->isRowHidden(1));
}

void TestGrading::labsAreMadeByTheKeyboard()
{
    LabDialog dialog(*m_course);
    dialog.show();
    dialog.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *tasks = dialog.findChild<QTableWidget *>();
    tasks->setCurrentCell(0, 1);
    for (QLineEdit *line : dialog.findChildren<QLineEdit *>()) {
        if (line->accessibleName().isEmpty())
            line->setText(u"Week 3"_s);
        else if (line->accessibleName() == u"Words of an exercise or question")
            line->setText(u"q05"_s);
    }
    // The exercise chosen before is hidden now: the keys are for what is seen.
    tasks->setFocus();
    QTest::keyClick(tasks, Qt::Key_Space);
    QCOMPARE(tasks->item(0, 0)->checkState(), Qt::Unchecked);
    QCOMPARE(tasks->item(1, 0)->checkState(), Qt::Checked);
    QTest::keyClick(tasks, Qt::Key_Tab);
    auto *make = buttonNamed<QPushButton>(&dialog, u"Make"_s);
    QCOMPARE(QApplication::focusWidget(), make);
    QCOMPARE(make->grab().toImage().pixelColor(make->width() / 2, 1), themeOf(make).color(ColorRole::Accent));
}

void TestGrading::aClassFromTheLabToMoodlesSheet()
{
    QSignalSpy made(m_page.get(), &GradingPage::labMade);
    const QString lab = m_bench->path(u"week3.ringlab"_s);
    m_page->makeLab("title = 'Week 3'\n[[exercise]]\nslug = 'total-size'\npoints = 10\n", lab);
    QTRY_VERIFY_WITH_TIMEOUT(!made.isEmpty(), 60'000);
    QVERIFY(says(u"The lab was made"_s));
    QVERIFY(classroom::readLab(lab).has_value() && QFile::exists(m_bench->path(u"week3.toml"_s)));

    // The dialog begins with the lab that was made last, and a folder beside it.
    m_page->performOwn(u"take-in"_s);
    auto *dialog = m_page->findChild<ClassDialog *>();
    QCOMPARE(dialog->sources().lab, lab);
    QCOMPARE(dialog->sources().folder, m_bench->path(u"week3-marks"_s));
    QCOMPARE(unnamedFocusStops(dialog), QStringList());
    const auto names = {"Ann Lee_17_assignsubmission_file_/total_size.py", "Bob_18_assignsubmission_file_/total_size.py", "Bob_18_assignsubmission_file_/notes.txt"};
    QList<classroom::ArchiveFile> files;
    for (const char *name : names)
        files.append({.name = name, .content = m_course->exercises.first().solution.toUtf8()});
    m_bench->write(u"moodle.zip"_s, classroom::makeZip(files).value());
    dialog->addHandIns({m_bench->path(u"moodle.zip"_s), m_bench->path(u"moodle.zip"_s)});
    QCOMPARE(dialog->sources().handIns.size(), 1);
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    dialog->accept();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QVERIFY(says(u"2 files taken in"_s));
    QVERIFY(says(u"notes.txt: is no Python file"_s));
    QCOMPARE(m_page->placeName(), m_bench->path(u"week3-marks"_s));
    QCOMPARE(cell(0, GradebookModel::Name), u"Ann Lee"_s);

    // One of the two has a mark; the sheet gets that one.
    m_page->findChild<QDoubleSpinBox *>()->setValue(7.5);
    reason()->setText(u"seen in class"_s);
    shown.clear();
    button(u"Enter"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    m_bench->write(u"sheet.csv"_s, "Identifier,Full name,Status,Grade,Maximum Grade,Changed,Feedback comments\nParticipant 17,A,ok,,10.00,-,\nParticipant 18,B,ok,,10.00,-,\n");
    fillSheet(m_bench->path(u"sheet.csv"_s));
    QTRY_VERIFY_WITH_TIMEOUT(says(u"The sheet was filled in"_s), 60'000);
    QVERIFY(says(u"No complete mark: 18"_s));
    QVERIFY(classroom::readFile(m_bench->path(u"sheet-graded.csv"_s)).value().contains("\nParticipant 17,A,ok,7.5,10.00,-,\nParticipant 18,B,ok,,"));
    fillSheet(m_bench->path(u"week3.toml"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!says(u"The sheet was filled in"_s), 60'000);

    // Another maximum is told, one below the mark keeps the sheet from being filled in, and either can be made to fit.
    m_bench->write(u"other.csv"_s, "Identifier,Full name,Status,Grade,Maximum Grade,Changed,Feedback comments\nParticipant 17,A,ok,,100.00,-,\nParticipant 18,B,ok,,100.00,-,\n");
    fillSheet(m_bench->path(u"other.csv"_s));
    QTRY_VERIFY_WITH_TIMEOUT(says(u"out of 100, the lab's out of 10"_s), 60'000);
    m_bench->write(u"small.csv"_s, "Identifier,Full name,Status,Grade,Maximum Grade,Changed,Feedback comments\nParticipant 17,A,ok,,5.00,-,\nParticipant 18,B,ok,,5.00,-,\n");
    fillSheet(m_bench->path(u"small.csv"_s));
    QTRY_VERIFY_WITH_TIMEOUT(says(u"7.5 points are more than the 5"_s), 60'000);
    QVERIFY(says(u"in proportion to its maximum"_s) && !QFile::exists(m_bench->path(u"small-graded.csv"_s)));
    fillSheet(m_bench->path(u"small.csv"_s), true);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"The sheet was filled in"_s), 60'000);
    QVERIFY(classroom::readFile(m_bench->path(u"small-graded.csv"_s)).value().contains("\nParticipant 17,A,ok,3.75,5.00,-,\n"));

    // One hands in late: the points stay, and so do the others.
    m_bench->write(u"late.zip"_s, classroom::makeZip({{.name = "Carl_19_assignsubmission_file_/total_size.py", .content = "pass\n"}}).value());
    m_page->performOwn(u"take-in"_s);
    dialog = m_page->findChildren<ClassDialog *>().last();
    QCOMPARE(dialog->sources().lab, m_bench->path(u"week3-marks/lab.ringlab"_s)); // of the class that is open
    QCOMPARE(dialog->sources().folder, m_bench->path(u"week3-marks"_s));
    dialog->addHandIns({m_bench->path(u"late.zip"_s)});
    shown.clear();
    dialog->accept();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QVERIFY(says(u"1 file taken in · kept from before: 2"_s));
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"7.5 by hand"_s);
    QCOMPARE(cell(1, GradebookModel::Name), u"Bob"_s);
    QCOMPARE(cell(2, GradebookModel::Name), u"Carl"_s);
}

void TestGrading::whatCannotBeTakenInIsTold()
{
    const auto tellsProblem = [&](const ClassSources &sources) {
        QSignalSpy shown(m_page.get(), &GradingPage::classShown);
        m_page->takeIn(sources);
        QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
        QVERIFY(m_page->findChild<Notice *>()->isVisible());
        QVERIFY(!QFileInfo::exists(sources.folder));
        QCOMPARE(m_page->placeName(), QString());
    };
    const QString lab = m_bench->path(u"week3.ringlab"_s);
    const QString folder = m_bench->path(u"marks"_s);
    tellsProblem({lab, {m_bench->path(u"course"_s)}, folder}); // there is no lab
    QSignalSpy made(m_page.get(), &GradingPage::labMade);
    m_page->makeLab("title = 'Week 3'\n[[exercise]]\nslug = 'nothing'\n", lab);
    QTRY_COMPARE_WITH_TIMEOUT(made.size(), 1, 60'000);
    QVERIFY(!QFile::exists(lab) && !QFile::exists(m_bench->path(u"week3.ringkey"_s)));
    m_page->makeLab("title = 'Week 3'\n[[exercise]]\nslug = 'total-size'\n", lab);
    QTRY_COMPARE_WITH_TIMEOUT(made.size(), 2, 60'000);
    tellsProblem({lab, {m_bench->path(u"course"_s)}, folder}); // nothing in it fits
    QVERIFY(QFile::remove(m_bench->path(u"week3.ringkey"_s)));
    tellsProblem({lab, {m_bench->path(u"course"_s)}, folder});
}

/// A check is put right while the window is open, and one who has points by hand keeps them.
void TestGrading::gradingAgainListsWhatChanged()
{
    const course::Exercise &before = m_course->exercises.first();
    QDirIterator files(before.folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        m_bench->write(u"own/total-size"_s + file.sliced(before.folder.size()), classroom::readFile(file).value());
    }
    auto own = std::make_shared<course::Course>(*m_course);
    own->exercises = {course::loadExercise(m_bench->path(u"own/total-size"_s)).value()};
    m_page->setCourse(own);
    planClass(2);
    openClass();
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    run();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QVERIFY(says(u"2 marks were entered"_s));
    m_page->findChild<QDoubleSpinBox *>()->setValue(9);
    reason()->setText(u"seen in class"_s);
    shown.clear();
    button(u"Enter"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    shown.clear();
    m_page->performOwn(u"again"_s); // this file alone, as it was
    QTRY_VERIFY_WITH_TIMEOUT(says(u"No mark has changed"_s), 300'000);

    // The one who has points by hand alone, by what was put right; then everybody.
    m_bench->write(u"own/total-size/solution.py"_s, tests::fileOf(before, u"wrong/follows.py"_s));
    auto *table = m_page->findChild<QTableView *>();
    const auto *model = table->model();
    const auto line = [&](int row, const QString &change) {
        const auto text = [&](int column) { return model->index(row, column).data().toString(); };
        return u"%1 (%2)  Sum the sizes  %3"_s.arg(text(GradebookModel::Name), text(GradebookModel::Id), change);
    };
    const QString first = line(0, u"10 → 4 (the points by hand stand)"_s);
    const QString second = line(1, u"4 → 10"_s);
    table->setCurrentIndex(model->index(0, GradebookModel::FirstExercise));
    m_page->performOwn(u"again"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"1 mark is other than before"_s), 300'000);
    QVERIFY(says(first + u"\nKept, although the exercise has changed: 1."_s));
    QCOMPARE(cell(1, GradebookModel::FirstExercise), u"4"_s);
    run();
    QTRY_VERIFY_WITH_TIMEOUT(says(second), 60'000);
    QVERIFY(!says(first) && !says(u"has changed"_s));
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"9 by hand"_s);
    QCOMPARE(cell(1, GradebookModel::FirstExercise), u"10"_s);
    m_page->performOwn(u"changes"_s);
    const auto *list = m_page->findChild<ChangesDialog *>()->findChild<QListWidget *>();
    QCOMPARE(list->count(), 1);
    QCOMPARE(list->item(0)->text(), second);
}

/// What was found is found again: expected, found and the files of that seed. Of what passed there is nothing to see.
void TestGrading::failedChecksAreRunAgain()
{
    planClass(3);
    openClass();
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    run();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    auto *table = m_page->findChild<QTableView *>();
    Button *again = button(u"Run it again"_s);
    QVERIFY(!again->isVisible()); // the first has everything right
    table->setCurrentIndex(table->model()->index(1, GradebookModel::FirstExercise)); // follows links
    QVERIFY(again->isVisible());
    const auto *checks = m_page->findChild<CheckList *>();
    const QString remark = checks->currentIndex().data(VerdictModel::RemarkRole).toString();
    const auto shownText = [&] {
        QString text;
        const auto *dialog = m_page->findChild<ReplayDialog *>();
        if (!dialog)
            return text;
        for (const QLabel *label : dialog->findChildren<QLabel *>())
            text += label->text() + u'\n';
        for (const TextBlock *block : dialog->findChildren<TextBlock *>())
            text += block->partText() + u'\n';
        return text;
    };
    m_page->resize(1300, 480);
    const auto isWhole = [&] { return checks->viewport()->rect().contains(checks->visualRect(checks->currentIndex())); };
    QTRY_VERIFY(isWhole() && checks->verticalScrollBar()->maximum() > 0);
    again->click();
    QTRY_VERIFY_WITH_TIMEOUT(shownText().contains(u"The same as when it was graded."_s), 120'000);
    QVERIFY2(shownText().contains(u"Leaves links out"_s) && shownText().contains(u"A link is no file."_s), qPrintable(shownText()));
    m_page->findChild<ReplayDialog *>()->reject();
    QTRY_VERIFY(!m_page->findChild<ReplayDialog *>());
    QVERIFY(!remark.isEmpty());

    // The check was put right the other way round: links count now, and the file passes.
    auto other = std::make_shared<course::Course>(*m_course);
    const course::Exercise &before = m_course->exercises.first();
    QDirIterator files(before.folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        m_bench->write(u"own/total-size"_s + file.sliced(before.folder.size()), classroom::readFile(file).value());
    }
    m_bench->write(u"own/total-size/solution.py"_s, tests::fileOf(before, u"wrong/follows.py"_s));
    other->exercises = {course::loadExercise(m_bench->path(u"own/total-size"_s)).value()};
    m_page->setCourse(other);
    m_page->performOwn(u"replay"_s);
    QTRY_VERIFY_WITH_TIMEOUT(shownText().contains(u"Not the same as when it was graded. The exercise has changed since"_s), 120'000);
}

void TestGrading::commentsAreForTheStudent()
{
    planClass(2);
    openClass();
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    m_page->performOwn(u"comment"_s);
    auto *dialog = m_page->findChild<QInputDialog *>();
    QVERIFY(dialog);
    QVERIFY(dialog->findChild<QPlainTextEdit *>()->tabChangesFocus()); // else no key leads on from it
    dialog->setTextValue(u" Well argued.\nSee me. "_s);
    dialog->accept();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QVERIFY(says(u"Comment for the student: Well argued.\nSee me."_s));
    m_page->performOwn(u"undo"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!says(u"Well argued"_s), 60'000);
}

void TestGrading::aStudentGetsMoreTime()
{
    planClass(2);
    openClass();
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    m_page->performOwn(u"time"_s);
    auto *dialog = m_page->findChild<QInputDialog *>();
    QVERIFY(dialog);
    dialog->setIntValue(90);
    dialog->accept();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    const auto folder = classroom::GradeFolder::open(m_bench->path(u"class"_s));
    const auto journal = classroom::Journal::open(folder->path(), folder->key().keys);
    const classroom::JournalEntry &entry = journal->entries().last();
    QVERIFY(entry.what == classroom::JournalEntry::What::Extension);
    QCOMPARE(entry.minutes, 90);
    QCOMPARE(entry.student, cell(0, GradebookModel::Id));
    m_page->performOwn(u"undo"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Taken back: "_s) && says(entry.student), 60'000);
}

void TestGrading::pointsByHandNeedAReason()
{
    planClass(2);
    openClass();
    Button *enter = button(u"Enter"_s);
    QVERIFY(!enter->isEnabled());
    m_page->findChild<QDoubleSpinBox *>()->setValue(7.5);
    reason()->setText(u"seen in class"_s);
    QVERIFY(enter->isEnabled());
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    enter->click();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"7.5 by hand"_s);
    QCOMPARE(cell(0, 3), u"7.5"_s);
    QVERIFY(!enter->isEnabled());
    QVERIFY(says(u"3 students · 1 open"_s));
}

void TestGrading::aReasonStaysWithItsCell()
{
    planClass(2);
    openClass();
    reason()->setText(u"seen in class"_s);
    m_page->performOwn(u"next"_s);
    QCOMPARE(reason()->text(), QString());
    auto *table = m_page->findChild<QTableView *>();
    table->setCurrentIndex(table->model()->index(0, GradebookModel::Name));
    QVERIFY(!reason()->isEnabled());
}

/// It needs a reason as giving them does, is a record of its own, and can be taken back.
void TestGrading::pointsByHandAreWithdrawn()
{
    planClass(2);
    openClass();
    Button *withdraw = button(u"Withdraw"_s);
    QVERIFY(!withdraw->isVisible());
    m_page->findChild<QDoubleSpinBox *>()->setValue(7.5);
    QTest::keyClicks(reason(), u"seen in class"_s);
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    QTest::keyClick(reason(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 1, 60'000);
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"7.5 by hand"_s);
    QVERIFY(withdraw->isVisible() && !withdraw->isEnabled());
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    QTest::keyClicks(reason(), u"was another's"_s);
    QTest::mouseClick(withdraw, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 2, 60'000);
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"open"_s);
    QVERIFY(!withdraw->isVisible() && reason()->text().isEmpty());
    QVERIFY(says(u"Points by hand were withdrawn: right "_s) && says(u"It is open now."_s));
    const auto folder = classroom::GradeFolder::open(m_bench->path(u"class"_s));
    const auto last = [&] { return classroom::Journal::open(folder->path(), folder->key().keys)->entries().last(); };
    QVERIFY(last().what == classroom::JournalEntry::What::Manual && !last().points);
    QCOMPARE(last().text, u"was another's"_s);
    m_page->performOwn(u"withdraw"_s); // there is nothing more to withdraw
    m_page->performOwn(u"undo"_s);
    QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 3, 60'000);
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"7.5 by hand"_s);
    QVERIFY(last().what == classroom::JournalEntry::What::Undo);
    QVERIFY(withdraw->isVisible());
}

void TestGrading::readAnswersAreWithdrawn()
{
    planAnswers();
    openClass();
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    QTest::keyClick(m_page->findChild<RubricList *>()->boxes().first(), Qt::Key_1);
    QTest::mouseClick(button(u"Enter"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 1, 60'000);
    auto *table = m_page->findChild<QTableView *>();
    table->setCurrentIndex(table->model()->index(0, GradebookModel::FirstExercise));
    QVERIFY(button(u"Withdraw"_s)->isEnabled());
    m_page->performOwn(u"withdraw"_s);
    QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 2, 60'000);
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"to read"_s);
}

/// In the smallest window there is.
void TestGrading::thereIsRoomForAReason()
{
    planClass(2);
    openClass();
    m_page->resize(1024 - 84, 700);
    const auto room = [&] { return reason()->width() / reason()->fontMetrics().averageCharWidth(); };
    QTRY_VERIFY2(room() >= 30, qPrintable(QString::number(room())));
}

void TestGrading::answersAreReadByTheKeyboard()
{
    planAnswers();
    openClass();
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"to read"_s);
    QVERIFY(says(u"2 students · 2 open"_s));
    m_page->activateWindow();
    m_page->performOwn(u"next"_s); // from the first to the second
    auto *rubric = m_page->findChild<RubricList *>();
    QVERIFY(rubric->isVisible() && !m_page->findChild<CheckList *>()->isVisible());
    QCOMPARE(rubric->boxes().size(), 2);
    QCOMPARE(rubric->boxes()[1]->accessibleName(), u"2. It is short (2 points)"_s);
    QVERIFY(says(u"What is it for?"_s));
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    QTRY_COMPARE_WITH_TIMEOUT(m_page->findChild<CodeEditor *>()->toPlainText(), u"bob walks\n"_s, 60'000);

    // 1 ticks, 2 ticks, 2 again does not; Return enters, and the next that is open comes.
    for (const Qt::Key key : {Qt::Key_1, Qt::Key_2, Qt::Key_2})
        QTest::keyClick(rubric->boxes().first(), key);
    QCOMPARE(m_page->findChild<QDoubleSpinBox *>()->value(), 4.0);
    reason()->setText(u"Short?"_s);
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    QTest::keyClick(rubric->boxes().first(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QCOMPARE(cell(1, GradebookModel::FirstExercise), u"4"_s);
    auto *table = m_page->findChild<QTableView *>();
    QCOMPARE(table->currentIndex().row(), 0);
    QVERIFY(!rubric->boxes()[0]->isChecked());
    QCOMPARE(reason()->text(), QString());
    QTRY_COMPARE_WITH_TIMEOUT(m_page->findChild<CodeEditor *>()->toPlainText(), u"ann walks\n"_s, 60'000);

    // Back at the other: as it was entered.
    table->setCurrentIndex(table->model()->index(1, GradebookModel::FirstExercise));
    QVERIFY(rubric->boxes()[0]->isChecked() && !rubric->boxes()[1]->isChecked());
    QCOMPARE(reason()->text(), u"Short?"_s);
    QCOMPARE(m_page->findChild<QDoubleSpinBox *>()->value(), 4.0);
}

void TestGrading::answersHandedInAgainComeAgain()
{
    const classroom::LabKey key = classroom::makeLabKey();
    planAnswers(key, "walks\n");
    openClass();
    auto *rubric = m_page->findChild<RubricList *>();
    for (int shows = 1; shows <= 2; ++shows) {
        QSignalSpy shown(m_page.get(), &GradingPage::classShown);
        QTest::keyClick(rubric->boxes().first(), Qt::Key_1);
        QTest::keyClick(rubric->boxes().first(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    }
    QVERIFY(says(u"2 students · all graded"_s));
    planAnswers(key, "runs\n");
    openClass();
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"to read again"_s);
    QVERIFY(says(u"2 students · 2 open"_s));
    QVERIFY(says(u"handed in again since it was read"_s));
    QVERIFY(rubric->boxes()[0]->isChecked()); // what the answer before had
    m_page->performOwn(u"next"_s);
    QCOMPARE(m_page->findChild<QTableView *>()->currentIndex().row(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->findChild<CodeEditor *>()->toPlainText(), u"ann runs\n"_s, 60'000);
}

void TestGrading::whatWasEnteredIsTakenBack()
{
    planAnswers();
    openClass();
    auto *rubric = m_page->findChild<RubricList *>();
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    QTest::keyClick(rubric->boxes().first(), Qt::Key_1);
    button(u"Enter"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 1, 60'000);
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"4"_s);
    auto *table = m_page->findChild<QTableView *>();
    table->setCurrentIndex(table->model()->index(1, GradebookModel::FirstExercise));
    m_page->performOwn(u"undo"_s);
    QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 2, 60'000);
    QCOMPARE(cell(0, GradebookModel::FirstExercise), u"to read"_s);
    QCOMPARE(table->currentIndex().row(), 0); // what it was about
    QVERIFY(says(u"Taken back: ann, Q05.1"_s));
    QVERIFY(DesktopTest::heard(u"Taken back: ann, Q05.1"_s));
    m_page->performOwn(u"undo"_s);
    QTRY_VERIFY_WITH_TIMEOUT(DesktopTest::heard(u"Nobody has entered anything"_s), 60'000);
}

void TestGrading::foldersThatAreNoClass_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("nothing in it") << u"class/notes.txt"_s << QByteArray("x");
    QTest::newRow("a lab that is none") << u"class/lab.ringlab"_s << QByteArray("x");
    QTest::newRow("a log that was changed") << u"class/audit.jsonl"_s << QByteArray("{}\n");
}

void TestGrading::foldersThatAreNoClass()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    if (file.endsWith(u".jsonl"_s))
        planClass(1);
    m_bench->write(file, content);
    openClass();
    const auto *notice = m_page->findChild<Notice *>();
    QVERIFY(notice->isVisible());
    QVERIFY(!notice->accessibleName().isEmpty());
    QVERIFY(button(u"Open a class"_s)->isVisible());
}

void TestGrading::aClassStaysWhenAnotherCannotBeOpened()
{
    planClass(1);
    openClass();
    m_bench->write(u"other/notes.txt"_s, "x");
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    QVERIFY(m_page->openPlace(m_bench->path(u"other"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QVERIFY(m_page->findChild<Notice *>()->isVisible());
    QCOMPARE(m_page->placeName(), m_bench->path(u"class"_s));
    QCOMPARE(cell(0, GradebookModel::Name), u"right"_s);
}

/// By the keyboard, from the sheet down to the last one; each says what it is for and where it goes by itself.
void TestGrading::everyFormatIsExported()
{
    planClass(1);
    openClass();
    const QList<wording::ExportKind> kinds = wording::exportKinds();
    QCOMPARE(kinds.size(), 14);
    for (qsizetype row = 1; row <= kinds.size(); ++row) {
        const wording::ExportKind &kind = kinds[row - 1];
        ExportDialog *dialog = openExport();
        QCOMPARE(unnamedFocusStops(dialog), QStringList());
        auto *table = dialog->findChild<QTableWidget *>();
        QCOMPARE(table->currentRow(), int(row) - 1); // begins with the one before
        QTest::keyClick(table, Qt::Key_Down);
        QCOMPARE(table->item(table->currentRow(), 0)->text(), kind.title);
        QCOMPARE(table->item(table->currentRow(), 1)->text(), kind.purpose);
        QCOMPARE(dialog->choice().options.to, m_bench->path(u"class/"_s + kind.name));
        QTest::mouseClick(buttonNamed<QPushButton>(dialog, u"Export"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(says(u"Exported: "_s + kind.title), 60'000);
        QVERIFY(says(m_bench->path(u"class/"_s + kind.name)) && says(u"No complete mark: "_s));
        QTRY_VERIFY(!m_page->findChild<ExportDialog *>());
    }
    const auto content = [&](const QString &name) { return classroom::readFile(m_bench->path(u"class/"_s + name)).value(); };
    QVERIFY(content(u"moodle.csv"_s).startsWith("ID number,"));
    QVERIFY(content(u"gradebook.csv"_s).startsWith("student,name,email,") && content(u"gradebook.csv"_s).count('\n') == 3);
    QCOMPARE(QDir(m_bench->path(u"class/text"_s)).entryList(QDir::Files).size(), 2);
    auto reader = classroom::ArchiveReader::fromBytes(content(u"feedback-pdf.zip"_s), {});
    int reports = 0;
    while (const auto entry = reader->next().value()) {
        QVERIFY2(entry->name.endsWith("feedback.pdf"), entry->name.constData());
        const QByteArray report = reader->read().value();
        QVERIFY(report.startsWith("%PDF-") && report.trimmed().endsWith("%%EOF"));
        ++reports;
    }
    QCOMPARE(reports, 2);
}

void TestGrading::whereNothingCanBeWrittenIsTold()
{
    planClass(1);
    openClass();
    m_bench->write(u"taken"_s, "x");
    for (const auto format : {wording::ExportFormat::Table, wording::ExportFormat::Feedback, wording::ExportFormat::Text}) {
        exportAs(format, m_bench->path(u"taken/there"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!says(u"Is being exported"_s), 60'000);
        QVERIFY(!says(u"Exported: "_s));
        QVERIFY(m_page->findChild<Notice *>()->isVisible());
        QVERIFY2(m_page->findChild<Notice *>()->accessibleName().contains(u"taken"_s), qPrintable(m_page->findChild<Notice *>()->accessibleName()));
    }
}

void TestGrading::exportsSayWhatTheyReplace()
{
    planClass(1);
    openClass();
    ExportDialog *dialog = openExport();
    const auto tells = [&](const QString &text) {
        return std::ranges::any_of(dialog->findChildren<QLabel *>(),
            [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    };
    QPushButton *accept = buttonNamed<QPushButton>(dialog, u"Export"_s);
    QVERIFY(!accept->isEnabled()); // no sheet is chosen yet
    QVERIFY(tells(u"no complete mark yet"_s));
    dialog->setPlace(m_bench->path(u"worksheet.csv"_s));
    QVERIFY(accept->isEnabled() && tells(u"worksheet-graded.csv is written beside it"_s));
    dialog->setFormat(wording::ExportFormat::Moodle);
    QVERIFY(!tells(u"already"_s));
    m_bench->write(u"class/moodle.csv"_s, "x");
    dialog->setPlace(m_bench->path(u"class/moodle.csv"_s) + u' ');
    QVERIFY(tells(u"This file is there already"_s));
    auto *scaled = dialog->findChild<QCheckBox *>();
    QVERIFY(scaled->isVisible());
    scaled->click();
    QVERIFY(dialog->choice().options.isScaled);
    dialog->setFormat(wording::ExportFormat::Junit);
    QVERIFY(!scaled->isVisible() && !dialog->choice().options.isScaled);
    dialog->setPlace(m_bench->path(u"class"_s));
    QVERIFY(tells(u"This folder is there already"_s));
    m_page->performOwn(u"sheet"_s);
    QVERIFY(!m_page->findChildren<ExportDialog *>().last()->choice().format);
}

void TestGrading::theModelIsSound()
{
    planClass(3);
    openClass();
    auto *model = qobject_cast<GradebookModel *>(m_page->findChild<QTableView *>()->model());
    const QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model->openCount(), 3);
    model->setBook({});
    QCOMPARE(model->rowCount(), 0);
    QCOMPARE(model->columnCount(), 0);
    QVERIFY(!model->nextOpen({}).isValid());
}

QTEST_MAIN(TestGrading)
#include "tst_grading.moc"
