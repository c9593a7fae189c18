#pragma once

#include "desktop/lens/programlens.h"
#include "desktop/playground/playgroundbox.h"

namespace ringside::desktop {

class EditorTabs;

/// The lens on the playground's programs, and on what they had used up of their box.
class PlaygroundLens : public ProgramLens
{
    Q_OBJECT

public:
    /// Both outlive it.
    PlaygroundLens(sandbox::Sandbox &sandbox, PlaygroundBox &box, EditorTabs &tabs, QObject *parent = nullptr);

    /// Runs it in the box, watched. Ignored where the box can run nothing.
    void watch(const RunOrder &order);
    /// Runs it aside, to see what a crash would leave after each change. The files in the box stay as they are.
    void crash(const RunOrder &order);
    /// A sentence on everything the run that has ended now had used up, as far as it was seen.
    [[nodiscard]] QStringList takeShortages(const RunRecord &record);
    /// Lists the calls of one line of a file in the workspace.
    void filterLine(const QByteArray &path, int line);

private:
    void showWatched(const sandbox::RunReport &report);
    [[nodiscard]] sandbox::RunRequest limitsOf(const filesystem::Tree &files) const;

    PlaygroundBox &m_box;
    EditorTabs &m_tabs;
    QByteArray m_watchedFile;
    std::optional<QStringList> m_shortages; ///< of the run that ends now, where it was watched
};

} // namespace ringside::desktop
