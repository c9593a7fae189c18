#include "desktop/window/chooser.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/isolated.h"
#include "desktop/widgets/label.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int boxWidth = 620;
constexpr int mostRows = 10;
constexpr int rowHeight = 36;
constexpr int longestQuery = 300; // letters; a page pasted by mistake would be looked for with every key

class ChoiceDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {200, rowHeight};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = themeOf(option.widget);
        const bool current = option.state & QStyle::State_Selected;
        const QRect row = option.rect.adjusted(6, 1, -6, -1);
        if (current) {
            const QColor ground = theme.color(ColorRole::AccentSoft);
            drawCard(*painter, row, ground, ground, 6);
        }
        const auto place = [&](QRect box) { return QStyle::visualRect(option.direction, row, box); };
        const int left = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter);
        const int right = int(QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter);
        painter->drawPixmap(place({row.left() + 10, row.center().y() - 7, 16, 16}),
            theme.pixmap(index.data(ChoiceModel::IconRole).toString(), 16,
                current ? ColorRole::Accent : ColorRole::Muted, option.widget->devicePixelRatioF()));
        painter->setFont(theme.chromeFont(TextRole::Small));
        const QString detail = index.data(ChoiceModel::DetailRole).toString();
        const int detailWidth = qMin(painter->fontMetrics().horizontalAdvance(detail) + 8, row.width() / 2);
        painter->setPen(theme.color(ColorRole::Muted));
        painter->drawText(place(row.adjusted(row.width() - detailWidth - 10, 0, -10, 0)), right,
            isolated(painter->fontMetrics().elidedText(detail, Qt::ElideRight, detailWidth)));
        painter->setFont(theme.chromeFont(TextRole::Body));
        painter->setPen(theme.color(ColorRole::Text));
        const QRect title = place(row.adjusted(38, 0, -detailWidth - 20, 0));
        painter->drawText(title, left,
            isolated(painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, title.width())));
    }
};

} // namespace

void ChoiceModel::setChoices(QList<Choice> choices)
{
    m_choices = std::move(choices);
    setFilter({});
}

int ChoiceModel::score(const QString &text, const QString &typed)
{
    int score = 1;
    for (const QString &word : typed.split(u' ', Qt::SkipEmptyParts)) {
        const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive);
        if (at < 0)
            return 0;
        const bool wordStart = at == 0 || !text[at - 1].isLetterOrNumber();
        score += at == 0 ? 4 : wordStart ? 3 : 1;
    }
    return score;
}

void ChoiceModel::setFilter(const QString &typed)
{
    beginResetModel();
    QList<std::pair<int, int>> scored;
    for (int i = 0; i < m_choices.size(); ++i) {
        const int title = score(m_choices[i].title, typed);
        const int both = score(m_choices[i].title + u' ' + m_choices[i].detail, typed);
        if (both > 0)
            scored.append({title * 2 + both, i});
    }
    std::ranges::stable_sort(scored, std::ranges::greater(), &std::pair<int, int>::first);
    m_shown.clear();
    for (const auto &[points, index] : std::as_const(scored))
        m_shown.append(index);
    endResetModel();
}

int ChoiceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant ChoiceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Choice &choice = m_choices[m_shown[index.row()]];
    switch (role) {
    case Qt::DisplayRole: return choice.title;
    case Qt::AccessibleTextRole:
        return choice.detail.isEmpty() ? choice.title : choice.title + u", "_s + choice.detail;
    case DetailRole: return choice.detail;
    case IconRole: return choice.icon;
    case ValueRole: return choice.value;
    default: return {};
    }
}

Chooser::Chooser(QWidget *window)
    : QFrame(window)
    , m_edit(new QLineEdit)
    , m_list(new QListView)
    , m_nothing(new Label(tr("Nothing found"), TextRole::Body, ColorRole::Muted))
    , m_model(new ChoiceModel(this))
{
    hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    layout->addWidget(m_edit);
    layout->addWidget(m_list);
    m_nothing->setContentsMargins(12, 0, 12, 0);
    layout->addWidget(m_nothing);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ChoiceDelegate(m_list));
    m_list->setFrameShape(NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus); // the field keeps the focus, the arrows move in the list
    m_list->setAccessibleName(tr("Choices"));
    m_list->viewport()->setAutoFillBackground(false);
    m_edit->setMaxLength(longestQuery);
    m_edit->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_edit, &QLineEdit::textChanged, this, &Chooser::show);
    connect(m_list, &QListView::clicked, this, &Chooser::choose);
}

void Chooser::open(const QString &prompt, QList<Choice> choices)
{
    m_source = {};
    m_model->setChoices(std::move(choices));
    begin(prompt);
}

void Chooser::open(const QString &prompt, Source source)
{
    m_source = std::move(source);
    begin(prompt);
}

void Chooser::begin(const QString &prompt)
{
    m_focusBefore = QApplication::focusWidget();
    {
        const QSignalBlocker quiet(m_edit);
        m_edit->clear();
    }
    m_edit->setPlaceholderText(prompt);
    m_edit->setAccessibleName(prompt);
    show({});
    QFrame::show();
    raise();
    m_edit->setFocus(Qt::PopupFocusReason);
}

void Chooser::show(const QString &typed)
{
    m_source ? m_model->setChoices(m_source(typed)) : m_model->setFilter(typed);
    const bool found = m_model->rowCount() > 0;
    m_list->setVisible(found);
    m_nothing->setVisible(!found);
    m_list->setCurrentIndex(m_model->index(0));
    place();
}

void Chooser::refresh()
{
    if (isVisible())
        show(m_edit->text());
}

void Chooser::close()
{
    if (!isVisible())
        return;
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::PopupFocusReason);
}

void Chooser::choose()
{
    const QModelIndex current = m_list->currentIndex();
    close();
    if (current.isValid())
        emit chosen(current.data(ChoiceModel::ValueRole));
}

void Chooser::place()
{
    const int rows = qBound(1, m_model->rowCount(), mostRows);
    const int width = qMin(boxWidth, parentWidget()->width() - 32);
    const int height = m_edit->sizeHint().height() + rows * rowHeight + 26;
    setGeometry((parentWidget()->width() - width) / 2, 72, width, height);
}

void Chooser::moveBy(int rows)
{
    const int count = m_model->rowCount();
    if (count == 0)
        return;
    const int row = (m_list->currentIndex().row() + rows + count) % count;
    m_list->setCurrentIndex(m_model->index(row));
}

bool Chooser::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched == m_edit && event->type() == QEvent::FocusOut && isVisible()
        && static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason)
        hide();
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Down: moveBy(1); return true;
    case Qt::Key_Up: moveBy(-1); return true;
    case Qt::Key_PageDown: moveBy(mostRows - 1); return true;
    case Qt::Key_PageUp: moveBy(1 - mostRows); return true;
    case Qt::Key_Escape: close(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(); return true;
    default: return false;
    }
}

void Chooser::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::Surface), theme.color(ColorRole::Control));
}

} // namespace ringside::desktop
