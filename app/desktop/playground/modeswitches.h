#pragma once

#include "filesystem/tree.h"

#include <QList>
#include <QString>
#include <QWidget>

#include <optional>

class QLineEdit;

namespace ringside::desktop {

class Button;
class Label;

/// One of the nine letters of a mode.
struct ModeBit
{
    quint32 bit = 0;
    char16_t letter = u'r';
    QString name; ///< "the group may write"
};
/// In the order `ls -l` shows them.
[[nodiscard]] const QList<ModeBit> &modeBits();

/// `os.chmod("data/log", 0o640)`: the call that sets it, as one would type it.
[[nodiscard]] QString chmodCall(const QByteArray &path, quint32 mode);

/// The mode of one entry as switches with names, and what the last change did: the keyboard's way to what a click on a
/// letter of the tree does.
class ModeSwitches : public QWidget
{
    Q_OBJECT

public:
    explicit ModeSwitches(QWidget *parent = nullptr);

    /// Nothing, when nothing is chosen; a symbolic link has no mode of its own.
    void setEntry(const std::optional<filesystem::Entry> &entry);
    /// What the last call was and what came of it.
    void setCall(const QString &call, bool succeeded);
    [[nodiscard]] QString call() const;
    [[nodiscard]] QList<Button *> switches() const { return m_switches; }
    [[nodiscard]] QLineEdit *octal() const { return m_octal; }

signals:
    void modeRequested(const QByteArray &path, quint32 mode);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeRow();
    Button *addSwitch(quint32 bit, const QString &letter, const QString &name);
    void request(quint32 mode);

    std::optional<filesystem::Entry> m_entry;
    Label *m_name;
    QList<Button *> m_switches;
    QLineEdit *m_octal;
    Label *m_call;
};

} // namespace ringside::desktop
