#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

class QCompleter;
class QKeyEvent;
class QStandardItemModel;

namespace ringside::desktop {

class CodeEditor;

/// The names an editor can complete: those of a list ("os.replace(src, dst)" a line) and the words of the text.
class NameList
{
public:
    struct Name
    {
        QString name; ///< what is inserted, without what stands before its last dot
        QString shown; ///< with its signature

        bool operator==(const Name &) const = default;
    };

    explicit NameList(const QString &lines);
    /// Python's own names and those of the modules the lessons teach. Read on first use.
    [[nodiscard]] static const NameList &python();

    /// What `typed` ("os.re", "coun") can become, best first: right capitals before wrong ones, known names before
    /// words of `text`. After a dot behind something unknown: members of the known classes.
    [[nodiscard]] QList<Name> candidates(const QString &typed, const QString &text) const;

private:
    void addMember(const QString &parent, const Name &name);

    QHash<QString, QList<Name>> m_members; ///< by what stands before the dot; "" for names alone
    QList<Name> m_ofObjects; ///< members of classes, for objects whose class is not known
};

/// The word that ends at a position of a line, with dots in it: "os.path.jo".
[[nodiscard]] QString wordBefore(const QString &line, int position);

/// Completes names in an editor: on request, and by itself from the third letter or behind a dot. What comes by
/// itself takes no key away but Tab and the arrows: Enter stays a new line until one chose something.
class Completion : public QObject
{
    Q_OBJECT

public:
    Completion(CodeEditor *editor, const NameList &names);

    void open();
    [[nodiscard]] bool isOpen() const;
    void close();
    [[nodiscard]] QStringList shown() const;
    void setAutomatic(bool automatic) { m_automatic = automatic; }

    /// Before the editor sees a key. True when the key was for the completion.
    bool keyPressed(const QKeyEvent &event);
    /// After the editor has handled a key.
    void keyHandled(const QKeyEvent &event);

private:
    [[nodiscard]] QString typed() const;
    bool fill();
    void place();
    void insert(const QString &name);

    CodeEditor *m_editor;
    const NameList &m_names;
    QStandardItemModel *m_model;
    QCompleter *m_completer;
    bool m_automatic = true;
    bool m_asked = false; ///< opened on request: the first is chosen
};

} // namespace ringside::desktop
