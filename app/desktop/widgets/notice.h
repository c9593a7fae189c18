#pragma once

#include "desktop/theme/tokens.h"

#include <QWidget>

namespace ringside::desktop {

class Button;
class Label;

enum class NoticeKind : quint8 { Note, Success, Warning, Problem };

/// One message in a tinted card: an icon, a title, and text below it. Never colour alone.
class Notice : public QWidget
{
    Q_OBJECT

public:
    explicit Notice(QWidget *parent = nullptr);

    void setMessage(NoticeKind kind, const QString &title, const QString &text = {});

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    NoticeKind m_kind = NoticeKind::Note;
    Label *m_title;
    Label *m_text;
};

/// Fills a page that has nothing to show: what is missing, why, and the way out.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent = nullptr);

    /// Adds the one thing to do.
    Button *addAction(const QString &text, const QString &icon = {});
    void setText(const QString &title, const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    Label *m_title;
    Label *m_text;
};

} // namespace ringside::desktop
