#include "desktop/lesson/readeraccessibility.h"

#include "desktop/lesson/calloutblock.h"
#include "desktop/lesson/codecard.h"
#include "desktop/lesson/figureblock.h"
#include "desktop/lesson/quizblock.h"
#include "desktop/lesson/readercolumn.h"
#include "desktop/lesson/textblock.h"

#include <QAccessibleWidget>

namespace ringside::desktop {

namespace {

class TextAccessible : public QAccessibleWidget,
                       public QAccessibleTextInterface,
                       public QAccessibleAttributesInterface
{
public:
    explicit TextAccessible(TextBlock *block)
        : QAccessibleWidget(block, roleOf(*block))
        , m_block(block)
    {
    }

    static QAccessible::Role roleOf(const TextBlock &block)
    {
        switch (block.kind()) {
        case TextBlock::Kind::Heading: return QAccessible::Heading;
        case TextBlock::Kind::List: return QAccessible::List;
        case TextBlock::Kind::Rule: return QAccessible::Separator;
        default: return QAccessible::Paragraph;
        }
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TextInterface)
            return static_cast<QAccessibleTextInterface *>(this);
        if (type == QAccessible::AttributesInterface)
            return static_cast<QAccessibleAttributesInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    QString text(QAccessible::Text type) const override
    {
        return type == QAccessible::Name || type == QAccessible::Value ? m_block->partText() : QString();
    }

    QList<QAccessible::Attribute> attributeKeys() const override
    {
        if (m_block->kind() != TextBlock::Kind::Heading)
            return {};
        return {QAccessible::Attribute::Level};
    }
    QVariant attributeValue(QAccessible::Attribute key) const override
    {
        const bool level = key == QAccessible::Attribute::Level && !attributeKeys().isEmpty();
        return level ? QVariant(m_block->level()) : QVariant();
    }

    void selection(int, int *from, int *to) const override
    {
        std::tie(*from, *to) = m_block->selection();
    }
    int selectionCount() const override
    {
        return m_block->selection().first != m_block->selection().second ? 1 : 0;
    }
    void addSelection(int from, int to) override { m_block->setSelection(from, to); }
    void removeSelection(int) override { m_block->setSelection(0, 0); }
    void setSelection(int, int from, int to) override { m_block->setSelection(from, to); }
    int cursorPosition() const override { return m_block->selection().second; }
    void setCursorPosition(int position) override { m_block->setSelection(position, position); }
    QString text(int from, int to) const override { return m_block->partText().mid(from, to - from); }
    int characterCount() const override { return int(m_block->partText().size()); }
    QRect characterRect(int offset) const override
    {
        const QRect rect = m_block->rectAt(offset);
        return {m_block->mapToGlobal(rect.topLeft()), rect.size()};
    }
    int offsetAtPoint(const QPoint &point) const override
    {
        return m_block->positionAt(m_block->mapFromGlobal(point));
    }
    void scrollToSubstring(int, int) override { }
    QString attributes(int offset, int *from, int *to) const override
    {
        *from = offset;
        *to = characterCount();
        return {};
    }

private:
    TextBlock *m_block;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    if (auto *text = qobject_cast<TextBlock *>(object))
        return new TextAccessible(text);
    auto *widget = qobject_cast<QWidget *>(object);
    if (qobject_cast<CalloutBlock *>(object))
        return new QAccessibleWidget(widget, QAccessible::Note);
    if (qobject_cast<FigureBlock *>(object))
        return new QAccessibleWidget(widget, QAccessible::Graphic);
    if (qobject_cast<CodeCard *>(object))
        return new QAccessibleWidget(widget, QAccessible::Section);
    if (qobject_cast<QuizBlock *>(object))
        return new QAccessibleWidget(widget, QAccessible::Grouping);
    if (qobject_cast<LinkButton *>(object))
        return new QAccessibleWidget(widget, QAccessible::Link);
    if (qobject_cast<ReaderColumn *>(object))
        return new QAccessibleWidget(widget, QAccessible::Document);
    return nullptr;
}

} // namespace

void installReaderAccessibility()
{
    static const bool once = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(once)
}

} // namespace ringside::desktop
