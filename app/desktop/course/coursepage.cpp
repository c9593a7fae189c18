#include "desktop/course/coursepage.h"

#include "desktop/course/brokencontent.h"
#include "desktop/exercise/exerciserecords.h"
#include "desktop/lesson/readercontent.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/isolated.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/panel.h"

#include <QDir>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int cardGap = 16;
constexpr int leastCardWidth = 300;
constexpr int cardHeight = 132;
constexpr int mostColumns = 3;
constexpr int mostWidth = 1400;

// Qt presses buttons by Space alone. What looks like the row of a list, or like a card, is opened by Enter as well.
bool isEnter(const QKeyEvent &event)
{
    return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

/// One line that can be clicked: a mark, a text, a remark.
class RowButton : public QAbstractButton
{
public:
    RowButton(const QString &icon, ColorRole color, const QString &text, const QString &remark)
        : m_icon(icon)
        , m_color(color)
        , m_remark(remark)
    {
        setText(text);
        setAccessibleName(remark.isEmpty() ? text : text + u", "_s + remark);
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setAttribute(Qt::WA_Hover);
        setFixedHeight(36);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override { return {300, 36}; }

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        isEnter(*event) ? click() : QAbstractButton::keyPressEvent(event);
    }

    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = themeOf(this);
        QPainter painter(this);
        if (underMouse() || isDown()) {
            const QColor ground = theme.color(ColorRole::AccentSoft);
            drawCard(painter, rect(), ground, ground, 6);
        }
        const auto place = [this](QRect box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
        const int left = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter);
        const int right = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignRight) | Qt::AlignVCenter);
        painter.drawPixmap(place({10, 10, 16, 16}), theme.pixmap(m_icon, 16, m_color, devicePixelRatioF()));
        painter.setFont(theme.chromeFont(TextRole::Small));
        const int remarkWidth = painter.fontMetrics().horizontalAdvance(m_remark);
        painter.setPen(theme.color(ColorRole::Muted));
        painter.drawText(place(rect().adjusted(36, 0, -12, 0)), right, m_remark);
        painter.setFont(theme.chromeFont(TextRole::Body));
        painter.setPen(theme.color(underMouse() ? ColorRole::Accent : ColorRole::Text));
        const QRect text = place(rect().adjusted(36, 0, -remarkWidth - 24, 0));
        painter.drawText(
            text, left, isolated(painter.fontMetrics().elidedText(this->text(), Qt::ElideRight, text.width())));
        if (hasFocus())
            drawFocusRing(painter, theme, rect(), 6);
    }

private:
    QString m_icon;
    ColorRole m_color;
    QString m_remark;
};

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

LessonCard::LessonCard(const course::Lesson &lesson, int parts, QWidget *parent)
    : QAbstractButton(parent)
    , m_id(lesson.id)
    , m_subtitle(lesson.subtitle)
    , m_number(lesson.number)
    , m_minutes(lesson.minutes)
    , m_parts(parts)
{
    setText(lesson.title);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setFixedHeight(sizeHint().height());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LessonCard::setReadCount(int read)
{
    m_read = read;
    setAccessibleName(tr("Lesson %1, %2. %3. %4 of %5 parts read")
            .arg(m_number).arg(text(), m_subtitle).arg(read).arg(m_parts));
    update();
}

void LessonCard::keyPressEvent(QKeyEvent *event)
{
    isEnter(*event) ? click() : QAbstractButton::keyPressEvent(event);
}

void LessonCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawCard(painter, rect(), theme.color(ColorRole::Surface),
        theme.color(isChecked() || underMouse() ? ColorRole::Accent : ColorRole::Border));
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    if (isChecked()) { // the accent edge of the chosen card
        QPainterPath card;
        card.addRoundedRect(rect(), 8, 8);
        painter.setClipPath(card);
        painter.fillRect(mirrored ? width() - 4 : 0, 0, 4, height(), theme.color(ColorRole::Accent));
        painter.setClipping(false);
    }
    const QRect inner = rect().adjusted(18, 14, -18, -14);
    const auto place = [&](QRect box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    const int left = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft));
    const int right = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignRight));
    painter.setFont(theme.chromeFont(TextRole::Caption));
    painter.setPen(theme.color(ColorRole::Muted));
    painter.drawText(place(inner), left | Qt::AlignTop, tr("Lesson %1").arg(m_number));
    painter.drawText(place(inner), right | Qt::AlignTop, tr("%n min", nullptr, m_minutes));
    painter.setFont(theme.chromeFont(TextRole::Heading2));
    painter.setPen(theme.color(ColorRole::Text));
    painter.drawText(place(inner.adjusted(0, 20, 0, 0)), left | Qt::AlignTop,
        isolated(painter.fontMetrics().elidedText(text(), Qt::ElideRight, inner.width())));
    painter.setFont(theme.chromeFont(TextRole::Small));
    painter.setPen(theme.color(ColorRole::Secondary));
    painter.drawText(place(inner.adjusted(0, 48, 0, 0)), left | Qt::AlignTop,
        isolated(painter.fontMetrics().elidedText(m_subtitle, Qt::ElideRight, inner.width())));

    painter.setFont(theme.chromeFont(TextRole::Caption));
    const bool done = m_parts > 0 && m_read >= m_parts;
    const QString count = done ? tr("all %n part(s) read", nullptr, m_parts)
                               : tr("%1 of %n part(s) read", nullptr, m_parts).arg(m_read);
    painter.setPen(theme.color(done ? ColorRole::Tip : ColorRole::Muted));
    painter.drawText(place(inner.adjusted(0, 0, 0, -10)), left | Qt::AlignBottom, count);
    const QRect groove(inner.left(), inner.bottom() - 4, inner.width(), 5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(ColorRole::Border));
    painter.drawRoundedRect(groove, 2.5, 2.5);
    if (m_read > 0) {
        QRect bar = groove;
        bar.setWidth(qMax(5, groove.width() * m_read / qMax(1, m_parts)));
        painter.setBrush(theme.color(done ? ColorRole::Tip : ColorRole::Accent));
        painter.drawRoundedRect(place(bar), 2.5, 2.5);
    }
    if (hasFocus())
        drawFocusRing(painter, theme, rect(), 8);
}

CoursePage::CoursePage(const ReadingState &reading, const ExerciseRecords &records, QWidget *parent)
    : Page(parent)
    , m_reading(reading)
    , m_records(records)
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(u"map"_s, {}, {}))
{
    m_scroll = new QScrollArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setAlignment(Qt::AlignHCenter); // on a screen that is wider than the page
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(makeContent());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_empty);
    connect(&reading, &ReadingState::readChanged, this, &CoursePage::refresh);
    connect(&records, &ExerciseRecords::changed, this, &CoursePage::refresh);
}

QWidget *CoursePage::makeContent()
{
    auto *content = new Ground(ColorRole::Window);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(28, 24, 28, 28);
    layout->setSpacing(0);

    auto *head = new QHBoxLayout;
    auto *titles = new QVBoxLayout;
    titles->setSpacing(2);
    m_title = new Label({}, TextRole::Display);
    titles->addWidget(m_title);
    m_state = new Label({}, TextRole::Body, ColorRole::Secondary);
    m_state->setWordWrap(true);
    titles->addWidget(m_state);
    head->addLayout(titles, 1);
    m_continue = new Button({}, Button::Kind::Primary, u"right"_s);
    m_continue->setElides(true);
    connect(m_continue, &QPushButton::clicked, this, [this] { emit placeRequested(nextPlace()); });
    head->addWidget(m_continue, 0, Qt::AlignBottom);
    layout->addLayout(head);
    layout->addSpacing(18);

    m_grid = new QGridLayout;
    m_grid->setSpacing(cardGap);
    layout->addLayout(m_grid);
    layout->addSpacing(22);
    m_detail = new QVBoxLayout;
    m_detail->setSpacing(cardGap);
    layout->addLayout(m_detail);
    layout->addSpacing(cardGap);
    m_broken = new QVBoxLayout;
    m_broken->setSpacing(10);
    layout->addLayout(m_broken);
    layout->addStretch(1); // all that is left on a tall screen: rows are as high as their text
    content->setMaximumWidth(mostWidth + 56);
    return content;
}

void CoursePage::setCourse(const std::shared_ptr<const course::Course> &course)
{
    m_course = course;
    qDeleteAll(std::exchange(m_cards, {}));
    for (const course::Lesson &lesson : m_course->lessons) {
        auto *card = new LessonCard(lesson, int(partsOf(lesson).size()), this);
        connect(card, &QAbstractButton::clicked, this, [this, id = lesson.id] {
            choose(id);
            QTimer::singleShot(0, this, &CoursePage::showDetail); // once it is laid out
        });
        m_cards.append(card);
    }
    if (m_course->lessons.isEmpty() && m_course->exercises.isEmpty() && m_course->broken.isEmpty()) {
        showProblem(tr("There is no course here"), tr("No lessons were found where Ringside looks for them."));
        return;
    }
    m_stack->setCurrentIndex(0);
    layOutCards();
    showBroken();
    const QString last = m_reading.place().lesson;
    if (m_course->lesson(last))
        choose(last);
    else if (!m_course->lessons.isEmpty())
        choose(m_course->lessons.first().id);
    refresh();
}

void CoursePage::showProblem(const QString &title, const QString &text)
{
    m_empty->setText(title, text);
    m_stack->setCurrentWidget(m_empty);
}

int CoursePage::readCount(const course::Lesson &lesson) const
{
    int read = 0;
    for (const LessonPart &part : partsOf(lesson))
        read += m_reading.isRead(lesson.id, part.anchor) ? 1 : 0;
    return read;
}

ReadingPlace CoursePage::nextPlace() const
{
    const ReadingPlace last = m_reading.place();
    if (m_course->lesson(last.lesson) && !m_reading.isRead(last.lesson, last.part))
        return last;
    for (const course::Lesson &lesson : m_course->lessons) {
        for (const LessonPart &part : partsOf(lesson)) {
            if (!m_reading.isRead(lesson.id, part.anchor))
                return {lesson.id, part.anchor};
        }
    }
    return m_course->lessons.isEmpty() ? ReadingPlace() : ReadingPlace{m_course->lessons.first().id, {}};
}

void CoursePage::refresh()
{
    if (!m_course || m_stack->currentIndex() != 0)
        return;
    int parts = 0;
    int read = 0;
    for (qsizetype i = 0; i < m_cards.size(); ++i) {
        const int count = readCount(m_course->lessons[i]);
        m_cards[i]->setReadCount(count);
        read += count;
        parts += int(partsOf(m_course->lessons[i]).size());
    }
    showState(read, parts);
    showContinue();
    showChosen();
}

void CoursePage::showState(int read, int parts)
{
    if (isFirstStart()) {
        m_title->setText(tr("Welcome to Ringside"));
        m_state->setText(tr("Read a lesson, run its examples, then write programs of your own and see what they ask "
                            "of Linux. They run in a sandbox: nothing they do can harm your files."));
        return;
    }
    const int lessons = int(m_course->lessons.size());
    const int exercises = int(m_course->exercises.size());
    m_title->setText(tr("Course"));
    m_state->setText(tr("%1, %2. %3 of %n part(s) read.", nullptr, parts)
            .arg(tr("%n lesson(s)", nullptr, lessons), tr("%n exercise(s)", nullptr, exercises)).arg(read));
}

void CoursePage::showContinue()
{
    const ReadingPlace place = nextPlace();
    const course::Lesson *lesson = m_course->lesson(place.lesson);
    m_continue->setVisible(lesson != nullptr);
    if (!lesson)
        return;
    const int index = qMax(0, partWithAnchor(*lesson, place.part));
    const QString title = partsOf(*lesson).value(index).title;
    m_continue->setText((isFirstStart() ? tr("Start: %1") : tr("Continue: %1")).arg(title));
}

void CoursePage::choose(const QString &lesson)
{
    m_chosen = lesson;
    for (LessonCard *card : std::as_const(m_cards))
        card->setChecked(card->lesson() == lesson);
    showChosen();
}

// Under many cards, what the chosen one holds may be out of sight.
void CoursePage::showDetail()
{
    const QWidget *parts = m_detail->count() > 0 ? m_detail->itemAt(0)->widget() : nullptr;
    if (!parts)
        return;
    const int top = parts->mapTo(m_scroll->widget(), QPoint()).y();
    const int shown = qMin(parts->height() + cardGap, m_scroll->viewport()->height() - cardHeight);
    m_scroll->ensureVisible(0, top + shown, 0, 0);
}

void CoursePage::showChosen()
{
    const course::Lesson *lesson = m_course->lesson(m_chosen);
    clearLayout(m_detail);
    if (!lesson)
        return;
    auto *parts = new QWidget;
    auto *partList = new QVBoxLayout(parts);
    partList->setContentsMargins(8, 8, 8, 8);
    partList->setSpacing(0);
    if (const QString basis = basisOf(*lesson); !basis.isEmpty()) {
        auto *label = new Label(basis, TextRole::Small, ColorRole::Secondary);
        label->setContentsMargins(10, 4, 10, 6);
        label->setWordWrap(true);
        partList->addWidget(label);
    }
    for (const LessonPart &part : partsOf(*lesson)) {
        const bool read = m_reading.isRead(lesson->id, part.anchor);
        auto *row = new RowButton(read ? u"check"_s : u"ring"_s, read ? ColorRole::Tip : ColorRole::Control,
            part.title, read ? tr("read") : QString());
        connect(row, &QAbstractButton::clicked, this,
            [this, place = ReadingPlace{lesson->id, part.anchor}] { emit placeRequested(place); });
        partList->addWidget(row);
    }
    auto *partsPane = new Pane(lesson->title, parts);
    partsPane->setRemark(lesson->subtitle);
    m_detail->addWidget(partsPane);

    const QList<const course::Exercise *> exercises = m_course->exercisesOf(lesson->id);
    if (exercises.isEmpty())
        return;
    auto *practice = new QWidget;
    auto *exerciseList = new QVBoxLayout(practice);
    exerciseList->setContentsMargins(8, 8, 8, 8);
    exerciseList->setSpacing(0);
    for (const course::Exercise *exercise : exercises) {
        const auto record = m_records.record(exercise->id);
        const bool passed = record && record->outcome != grading::Outcome::Failed;
        auto *row = new RowButton(passed ? u"check"_s : u"flask"_s,
            passed ? ColorRole::Tip : ColorRole::Muted, u"%1  %2"_s.arg(exercise->code, exercise->title),
            passed ? tr("passed") : record ? tr("not passed yet") : QString());
        connect(row, &QAbstractButton::clicked, this,
            [this, slug = exercise->slug] { emit exerciseRequested(slug); });
        exerciseList->addWidget(row);
    }
    m_detail->addWidget(new Pane(tr("Exercises"), practice));
}

// What a lesson builds on, and whether it was read.
QString CoursePage::basisOf(const course::Lesson &lesson) const
{
    QStringList names;
    for (const QString &id : lesson.prerequisites) {
        const course::Lesson *before = m_course->lesson(id);
        if (!before)
            continue;
        const bool read = readCount(*before) == partsOf(*before).size();
        names.append(read ? tr("“%1” (read)").arg(before->title) : tr("“%1”").arg(before->title));
    }
    return names.isEmpty() ? QString() : tr("Builds on %1.").arg(names.join(u", "_s));
}

void CoursePage::showBroken()
{
    clearLayout(m_broken);
    for (const course::Broken &broken : m_course->broken) {
        auto *notice = new Notice;
        const QString name = QDir(broken.folder).dirName();
        // What was read all the same has a mistake in it; what was not is missing from the course.
        notice->setMessage(broken.usable ? NoticeKind::Warning : NoticeKind::Problem,
            broken.usable ? tr("There is a mistake in %1").arg(name) : tr("%1 could not be loaded").arg(name),
            problemText(broken));
        m_broken->addWidget(notice);
    }
}

void CoursePage::layOutCards()
{
    const int room = qMin(width() - 56, mostWidth);
    const int columns = qBound(1, (room + cardGap) / (leastCardWidth + cardGap), mostColumns);
    for (qsizetype i = 0; i < m_cards.size(); ++i)
        m_grid->addWidget(m_cards[i], int(i) / columns, int(i) % columns);
    for (int column = 0; column < mostColumns; ++column) // a single card keeps a card's width
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

void CoursePage::resizeEvent(QResizeEvent *)
{
    layOutCards();
}

void CoursePage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    refresh();
}

QList<QWidget *> CoursePage::panes() const
{
    QList<QWidget *> panes{m_continue};
    if (!m_cards.isEmpty())
        panes.append(m_cards.first());
    return panes;
}

} // namespace ringside::desktop
