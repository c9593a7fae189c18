#include "desktop/window/actionregistry.h"

#include <QWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using enum CommandContext;

QKeySequence key(const QString &text)
{
    return QKeySequence(text, QKeySequence::PortableText);
}

bool isLetter(const QKeySequence &sequence)
{
    const QKeyCombination combination = sequence[0];
    return combination.keyboardModifiers() == Qt::NoModifier && combination.key() >= Qt::Key_A
        && combination.key() <= Qt::Key_Z;
}

bool canMeet(const CommandEntry &a, const CommandEntry &b)
{
    // Only Lesson, Exercise and the registered pages exclude each other; the other contexts are on any page.
    const CommandContexts pages = CommandContexts(Lesson) | Exercise;
    if ((a.contexts & ~pages) || (b.contexts & ~pages))
        return true;
    return a.command == Command::OfPage || b.command == Command::OfPage ? a.page == b.page
                                                                        : bool(a.contexts & b.contexts);
}

} // namespace

QList<CommandEntry> ActionRegistry::goCommands()
{
    using enum Command;
    const auto menu = CommandMenu::Go;
    return {
        {GoCourse, u"go.course"_s, tr("Course map"), {key(u"Ctrl+1"_s)}, Anywhere, menu},
        {GoLesson, u"go.lesson"_s, tr("Lesson"), {key(u"Ctrl+2"_s)}, Anywhere, menu},
        {GoExercises, u"go.exercises"_s, tr("Exercises"), {key(u"Ctrl+4"_s)}, Anywhere, menu},
        {GoTo, u"go.to"_s, tr("Search everything …"), {key(u"Ctrl+K"_s)}, Anywhere, menu},
        {Back, u"go.back"_s, tr("Back"), {key(u"Alt+Left"_s)}, Anywhere, menu},
        {Forward, u"go.forward"_s, tr("Forward"), {key(u"Alt+Right"_s)}, Anywhere, menu},
        {NextPane, u"go.next-pane"_s, tr("Next pane"), {key(u"F6"_s)}, Anywhere, menu},
        {PreviousPane, u"go.previous-pane"_s, tr("Previous pane"), {key(u"Shift+F6"_s)}, Anywhere, menu},
        {GoSettings, u"go.settings"_s, tr("Settings"), {key(u"Ctrl+,"_s)}, Anywhere, menu},
        {Quit, u"quit"_s, tr("Quit"), {key(u"Ctrl+Q"_s)}, Anywhere, menu},
    };
}

QList<CommandEntry> ActionRegistry::viewCommands()
{
    using enum Command;
    const auto menu = CommandMenu::View;
    return {
        {ZoomIn, u"zoom.in"_s, tr("Larger text"), {key(u"Ctrl++"_s), key(u"Ctrl+="_s)}, Anywhere, menu},
        {ZoomOut, u"zoom.out"_s, tr("Smaller text"), {key(u"Ctrl+-"_s)}, Anywhere, menu},
        {ZoomReset, u"zoom.reset"_s, tr("Usual text size"), {key(u"Ctrl+0"_s)}, Anywhere, menu},
        {ThemeSystem, u"theme.system"_s, tr("Colours of the desktop"), {}, Anywhere, menu},
        {ThemeLight, u"theme.light"_s, tr("Light colours"), {}, Anywhere, menu},
        {ThemeDark, u"theme.dark"_s, tr("Dark colours"), {}, Anywhere, menu},
        {ThemeHighContrast, u"theme.high-contrast"_s, tr("High contrast"), {}, Anywhere, menu},
        {ToggleList, u"view.list"_s, tr("List of lessons"), {key(u"Ctrl+B"_s)}, Lesson, menu},
        {FullScreen, u"view.full-screen"_s, tr("Full screen"), {key(u"F11"_s)}, Anywhere, menu},
        {MenuBar, u"view.menu"_s, tr("Menu"), {key(u"F10"_s)}, Anywhere, menu},
    };
}

QList<CommandEntry> ActionRegistry::lessonCommands()
{
    using enum Command;
    const auto menu = CommandMenu::Lesson;
    return {
        {PreviousPart, u"lesson.previous-part"_s, tr("Previous part"), {key(u"Ctrl+PgUp"_s)}, Lesson, menu},
        {NextPart, u"lesson.next-part"_s, tr("Next part"), {key(u"Ctrl+PgDown"_s)}, Lesson, menu},
        {Highlight, u"lesson.highlight"_s, tr("Highlight what is selected"), {key(u"Ctrl+Shift+M"_s)}, Lesson, menu},
        {AddNote, u"lesson.note"_s, tr("Add a note"), {key(u"Ctrl+Shift+N"_s)}, Lesson, menu},
        {SavePdf, u"lesson.pdf"_s, tr("Print or save the lesson as PDF …"), {key(u"Ctrl+P"_s)}, Lesson, menu},
        {NextHeading, u"lesson.next-heading"_s, tr("Next heading"), {key(u"N"_s)}, Lesson, menu},
        {PreviousHeading, u"lesson.previous-heading"_s, tr("Previous heading"), {key(u"P"_s)}, Lesson, menu},
    };
}

QList<CommandEntry> ActionRegistry::exerciseCommands()
{
    using enum Command;
    const auto menu = CommandMenu::Exercise;
    return {
        {Run, u"run"_s, tr("Run"), {key(u"Ctrl+Return"_s), key(u"Ctrl+Enter"_s)}, Program, menu},
        {Check, u"exercise.check"_s, tr("Check the solution"),
            {key(u"Ctrl+Shift+Return"_s), key(u"Ctrl+Shift+Enter"_s)}, Exercise, menu},
        {Stop, u"stop"_s, tr("Stop the program"), {key(u"Ctrl+."_s)}, Program, menu},
        {NextHint, u"exercise.hint"_s, tr("Show the next hint"), {key(u"Ctrl+Shift+H"_s)}, Exercise, menu},
        {ShowAttempts, u"exercise.attempts"_s, tr("Show my attempts"), {key(u"Ctrl+Shift+A"_s)}, Exercise, menu},
        {OfPage, u"exercise.notes"_s, tr("Write notes on the exercise"), {key(u"Ctrl+Alt+N"_s)}, Exercise, menu, {},
            u"notes"_s},
        {CompareReference, u"exercise.reference"_s, tr("Compare with the reference"), {}, Exercise, menu},
        {CallsOfLine, u"exercise.calls-of-line"_s, tr("List the calls of this line"), {key(u"Ctrl+Shift+L"_s)},
            Exercise, menu},
        {NextCall, u"exercise.next-call"_s, tr("Step to the next system call"), {key(u"F8"_s)}, Exercise, menu},
        {PreviousCall, u"exercise.previous-call"_s, tr("Step to the previous system call"), {key(u"Shift+F8"_s)}, Exercise, menu},
        {OfPage, u"exercise.crash"_s, tr("Crash after every change"), {key(u"Ctrl+Shift+K"_s)}, Exercise, menu, {},
            u"crash"_s},
        {Save, u"exercise.save"_s, tr("Save now"), {key(u"Ctrl+S"_s)}, Editor, menu},
        {OfPage, u"edit.external"_s, tr("Open in an external editor"), {key(u"Ctrl+E"_s)}, Editor, menu, {},
            u"external"_s},
        {Restart, u"exercise.restart"_s, tr("Start over"), {}, Exercise, menu},
    };
}

QList<CommandEntry> ActionRegistry::editCommands()
{
    using enum Command;
    const auto menu = CommandMenu::Edit;
    return {
        {Find, u"edit.find"_s, tr("Find"), {key(u"Ctrl+F"_s)}, Search, menu},
        {FindNext, u"edit.find-next"_s, tr("Find next"), {key(u"F3"_s)}, Search, menu},
        {FindPrevious, u"edit.find-previous"_s, tr("Find previous"), {key(u"Shift+F3"_s)}, Search, menu},
        {Replace, u"edit.replace"_s, tr("Find and replace"), {key(u"Ctrl+H"_s)}, Editor, menu},
        {GoToLine, u"edit.go-to-line"_s, tr("Go to line …"), {key(u"Ctrl+G"_s)}, Editor, menu},
        {ToggleComment, u"edit.comment"_s, tr("Comment or uncomment"), {key(u"Ctrl+/"_s)}, Code, menu},
        {MoveLineUp, u"edit.line-up"_s, tr("Move line up"), {key(u"Alt+Up"_s)}, Code, menu},
        {MoveLineDown, u"edit.line-down"_s, tr("Move line down"), {key(u"Alt+Down"_s)}, Code, menu},
        {DuplicateLine, u"edit.duplicate"_s, tr("Duplicate line"), {key(u"Ctrl+D"_s)}, Code, menu},
        {ToggleFold, u"edit.fold"_s, tr("Fold or unfold"), {key(u"Ctrl+Shift+-"_s)}, Code, menu},
        {FoldAll, u"edit.fold-all"_s, tr("Fold all"), {}, Code, menu},
        {UnfoldAll, u"edit.unfold-all"_s, tr("Unfold all"), {}, Code, menu},
        {Complete, u"edit.complete"_s, tr("Complete"), {key(u"Ctrl+Space"_s)}, Code, menu},
        {TabMovesFocus, u"edit.tab-moves-focus"_s, tr("Tab moves the focus"), {key(u"Ctrl+M"_s)}, Code, menu},
    };
}

QList<CommandEntry> ActionRegistry::helpCommands()
{
    using enum Command;
    const auto menu = CommandMenu::Help;
    return {
        {CommandList, u"help.commands"_s, tr("All commands …"), {key(u"Ctrl+Shift+P"_s)}, Anywhere, menu},
        {Shortcuts, u"help.shortcuts"_s, tr("Keyboard shortcuts"),
            {key(u"F1"_s), key(u"Ctrl+?"_s)}, Anywhere, menu},
    };
}

QList<CommandEntry> ActionRegistry::pageCommands(const PageEntry &page)
{
    QList<CommandEntry> entries{{Command::GoPage, u"go."_s + page.id, page.title, page.keys, Anywhere,
        CommandMenu::Go, page.id}};
    for (const PageCommand &own : page.commands)
        entries.append({Command::OfPage, page.id + u'.' + own.id, own.text, own.keys, {}, CommandMenu::Page,
            page.id, own.id});
    return entries;
}

ActionRegistry::ActionRegistry(QWidget *window, const QList<PageEntry> &pages)
    : QObject(window)
{
    addEntries(window, goCommands());
    for (const PageEntry &page : pages)
        addEntries(window, pageCommands(page));
    addEntries(window,
        viewCommands() + lessonCommands() + exerciseCommands() + editCommands() + helpCommands());
}

void ActionRegistry::addEntries(QWidget *window, const QList<CommandEntry> &entries)
{
    for (const CommandEntry &entry : entries) {
        auto *action = new QAction(entry.text, this);
        action->setObjectName(entry.id);
        action->setShortcuts(entry.keys);
        action->setEnabled(entry.contexts.testFlag(Anywhere));
        connect(action, &QAction::triggered, this, [this, entry] { emit triggered(entry); });
        window->addAction(action);
        m_actions.insert(entry.id, action);
        m_usual.insert(entry.id, entry.keys);
    }
    m_entries += entries;
}

QAction *ActionRegistry::action(Command command) const
{
    const auto entry = std::ranges::find(m_entries, command, &CommandEntry::command);
    return entry == m_entries.end() ? nullptr : action(*entry);
}

void ActionRegistry::setActive(CommandContexts contexts, const QString &page)
{
    for (const CommandEntry &entry : std::as_const(m_entries)) {
        const bool active = entry.page.isEmpty() || entry.command != Command::OfPage
            ? bool(entry.contexts & (contexts | Anywhere))
            : entry.page == page;
        action(entry)->setEnabled(active);
    }
}

void ActionRegistry::setKeys(const QHash<QString, QList<QKeySequence>> &keys)
{
    for (CommandEntry &entry : m_entries)
        entry.keys = keys.value(entry.id, m_usual[entry.id]);
    setLettersAllowed(m_lettersAllowed);
    emit keysChanged();
}

const CommandEntry *ActionRegistry::inTheWay(const CommandEntry &entry, const QKeySequence &key) const
{
    for (const CommandEntry &other : m_entries) {
        if (other.id != entry.id && other.keys.contains(key) && canMeet(entry, other))
            return &other;
    }
    return nullptr;
}

void ActionRegistry::setLettersAllowed(bool allowed)
{
    m_lettersAllowed = allowed;
    for (const CommandEntry &entry : std::as_const(m_entries)) {
        QList<QKeySequence> keys = entry.keys;
        if (!allowed)
            keys.removeIf(isLetter);
        if (action(entry)->shortcuts() != keys)
            action(entry)->setShortcuts(keys);
    }
}

QStringList ActionRegistry::clashes(const QList<CommandEntry> &entries)
{
    QStringList found;
    for (qsizetype i = 0; i < entries.size(); ++i) {
        for (qsizetype k = i + 1; k < entries.size(); ++k) {
            if (!canMeet(entries[i], entries[k]))
                continue;
            for (const QKeySequence &sequence : entries[i].keys) {
                if (entries[k].keys.contains(sequence))
                    found.append(u"%1: %2, %3"_s.arg(
                        sequence.toString(), entries[i].id, entries[k].id));
            }
        }
    }
    return found;
}

QString ActionRegistry::contextName(const CommandEntry &entry) const
{
    const CommandContexts contexts = entry.contexts;
    if (entry.command == Command::OfPage && !entry.page.isEmpty())
        return m_actions[u"go."_s + entry.page]->text();
    if (contexts & Anywhere)
        return tr("Anywhere");
    if (contexts & Lesson)
        return tr("In a lesson");
    if (contexts & Exercise)
        return tr("In an exercise");
    if (contexts & Program)
        return tr("Where programs run");
    if (contexts & Search)
        return tr("Where there is text");
    return tr("In code");
}

} // namespace ringside::desktop
