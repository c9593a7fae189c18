#pragma once

#include "course/course.h"
#include "desktop/page/pageentry.h"
#include "desktoptest.h"
#include "progress/storethread.h"
#include "sandbox/sandbox.h"
#include "smallcourse.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>

namespace ringside::desktop {

/// What a registered page needs around it, when it is tested alone: a store in a folder of its own, and a small
/// course whose every word the test knows.
class PageBench
{
public:
    PageBench()
    {
        addLesson(path(QStringLiteral("course")), lessonText, questionText);
        QDir().mkpath(path(QStringLiteral("course/exercises")));
    }

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString storePath() const { return path(QStringLiteral("progress.sqlite")); }

    void write(const QString &name, const QByteArray &content) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
    }

    [[nodiscard]] std::shared_ptr<const course::Course> course() const
    {
        auto course = std::make_shared<course::Course>(course::loadCourse(path(QStringLiteral("course"))));
        if (!course->broken.isEmpty())
            qFatal("%s", qPrintable(describe(course->broken.first().errors.first())));
        return course;
    }

    /// Opens the file as the window does: in memory where it cannot be opened.
    bool openStore()
    {
        const bool opened = store.open(storePath()).result().has_value();
        if (!opened)
            std::ignore = store.openInMemory().result();
        return opened;
    }

    [[nodiscard]] PageServices services()
    {
        return {DesktopTest::theme(), sandbox, store, path({}), [] { return sandbox::Limits(); }};
    }

    /// Does something to the open store and waits for it.
    template <typename Work> auto inStore(Work work)
    {
        auto result = store.run(work).result();
        if (!result)
            qFatal("%s", qPrintable(describe(result.error())));
        if constexpr (!std::is_void_v<typename decltype(result)::value_type>)
            return std::move(*result);
    }

    sandbox::Sandbox sandbox;
    progress::StoreThread store;

private:
    static constexpr auto lessonText = R"(# Begin here

Some words.

## The middle {#P1}

More words.

## The end {#P2}

Last words.
)";
    static constexpr auto questionText = R"([[question]]
id = "Q05.1"
level = "junior"
prompt = "What is a **small** lesson good for?"
lesson_part = "P1"
key_points = [
    { text = "One can walk through it", essential = true, words = ["walk"] },
    { text = "It is short", essential = false, words = ["short"] },
]
wrong = [{ belief = "It is good for nothing", why = "It has all a test needs.", words = ["useless"] }]
follow_up = { prompt = "And a large one?", answer = "The same, for longer." }

[[question]]
id = "Q05.2"
level = "mid"
prompt = "Why does a lesson end?"
lesson_part = "P2"
key_points = [
    { text = "Because everything does", essential = true, words = ["everything"] },
    { text = "Because it is small", essential = false, words = ["small"] },
]
wrong = [{ belief = "It does not end", why = "It does.", words = ["endless"] }]
follow_up = { prompt = "When?", answer = "Soon." }
)";

    QTemporaryDir m_folder;
};

/// Finds a visible button by its words.
template <typename ButtonType> ButtonType *buttonNamed(const QWidget *root, const QString &text)
{
    for (auto *button : root->findChildren<ButtonType *>())
        if (button->isVisible() && button->text().contains(text))
            return button;
    return nullptr;
}

} // namespace ringside::desktop
