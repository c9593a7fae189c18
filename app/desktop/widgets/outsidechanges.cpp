#include "desktop/widgets/outsidechanges.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/filekeeper.h"
#include "desktop/widgets/label.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QStringDecoder>

#include <optional>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int edgeGap = 14;

std::optional<QString> textOf(const QByteArray &content)
{
    QStringDecoder decode(QStringDecoder::Utf8);
    QString text = decode(content);
    if (decode.hasError() || content.contains('\0'))
        return std::nullopt;
    return text.replace(u"\r\n"_s, u"\n"_s);
}

} // namespace

ConflictBar::ConflictBar(CodeEditor *editor)
    : QWidget(editor)
    , m_text(new Label({}, TextRole::Small))
    , m_keep(new Button(tr("Keep this text"), Button::Kind::Outline))
    , m_take(new Button(tr("Take the other"), Button::Kind::Outline))
{
    setLayoutDirection(QGuiApplication::layoutDirection()); // not that of the code
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 8, 8, 8);
    layout->setSpacing(8);
    m_text->setWordWrap(true);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_keep);
    layout->addWidget(m_take);
    setFocusProxy(m_keep);
    connect(m_keep, &QPushButton::clicked, this, &ConflictBar::keepChosen);
    connect(m_take, &QPushButton::clicked, this, &ConflictBar::takeChosen);
    editor->installEventFilter(this);
    hide();
}

void ConflictBar::ask(const QString &what, bool canTake)
{
    m_text->setText(what);
    m_take->setVisible(canTake);
    show();
    place();
    raise();
}

void ConflictBar::place()
{
    const QRect space = parentWidget()->rect().adjusted(edgeGap, 0, -edgeGap, -edgeGap);
    const int height = qMax(sizeHint().height(), layout()->heightForWidth(space.width()));
    setGeometry(space.left(), space.bottom() - height + 1, space.width(), height);
}

bool ConflictBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void ConflictBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::WarningGround), theme.color(ColorRole::Warning));
}

OutsideChanges::OutsideChanges(CodeEditor *editor, FileKeeper &keeper, const QString &name)
    : QObject(editor)
    , m_editor(editor)
    , m_keeper(keeper)
    , m_name(name)
    , m_bar(new ConflictBar(editor))
{
    connect(&keeper, &FileKeeper::changedOutside, this, &OutsideChanges::changed);
    connect(&keeper, &FileKeeper::saved, this, &OutsideChanges::hideBar);
    connect(m_bar, &ConflictBar::keepChosen, this, &OutsideChanges::keep);
    connect(m_bar, &ConflictBar::takeChosen, this, &OutsideChanges::take);
}

void OutsideChanges::startOver(const QString &name)
{
    m_name = name;
    hideBar();
}

void OutsideChanges::changed(const QByteArray &found)
{
    const bool asked = m_bar->isVisible() && m_found == found;
    m_found = found;
    const bool isText = textOf(found).has_value();
    if (isText && m_keeper.isSaved()) {
        announce(m_editor, tr("Another program changed %1.").arg(m_name));
        return take();
    }
    const QString question = isText
        ? tr("%1 was changed here and by another program. The one you do not choose is one Undo away.").arg(m_name)
        : tr("Another program made %1 something that is no text.").arg(m_name);
    m_bar->ask(question, isText);
    if (!asked)
        announce(m_editor, question + u' ' + tr("F6 goes to the answers."));
}

void OutsideChanges::take()
{
    const std::optional<QString> text = textOf(m_found);
    if (!text)
        return;
    m_keeper.accept(m_found);
    m_editor->replaceText(*text);
    hideBar();
    emit taken();
}

void OutsideChanges::keep()
{
    const QString mine = m_editor->toPlainText();
    if (const std::optional<QString> other = textOf(m_found)) {
        m_editor->replaceText(*other); // to be one step of undo away
        m_editor->replaceText(mine);
    }
    m_keeper.accept(m_found);
    hideBar();
}

void OutsideChanges::hideBar()
{
    if (m_bar->isAncestorOf(QApplication::focusWidget()))
        m_editor->setFocus(Qt::OtherFocusReason);
    m_bar->hide();
}

} // namespace ringside::desktop
