#pragma once

#include "lens/queries.h"

#include <QTextBrowser>

#include <memory>

namespace ringside::desktop {

class Theme;

/// Explains one call: what it is for, its arguments and result in words, the page of the manual, and the line of Python
/// that made it. A link leads to the line.
class CallExplanation : public QTextBrowser
{
    Q_OBJECT

public:
    explicit CallExplanation(QWidget *parent = nullptr);

    /// `event` -1: none. `sources` are the learner's files by their absolute path in the box.
    void showCall(std::shared_ptr<const lens::Trace> trace, qsizetype event, const lens::Sources &sources);

signals:
    void lineActivated();

private:
    void render();

    std::shared_ptr<const lens::Trace> m_trace;
    qsizetype m_event = -1;
    lens::Sources m_sources;
};

/// The explanation as rich text in the colours of the theme.
[[nodiscard]] QString explanationHtml(
    const lens::Trace &trace, qsizetype event, const lens::Sources &sources, const Theme &theme);

} // namespace ringside::desktop
