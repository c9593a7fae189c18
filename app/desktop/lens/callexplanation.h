#pragma once

#include "lens/queries.h"

#include <QTextBrowser>

#include <memory>

namespace ringside::desktop {

class Theme;

/// Explains one call: what it is for, its arguments and result in words, the page of the manual, and the line of Python
/// that made it. A link leads to the line, another to every call on the same file.
class CallExplanation : public QTextBrowser
{
    Q_OBJECT

public:
    explicit CallExplanation(QWidget *parent = nullptr);

    /// `event` -1: none. `sources` are the learner's files by their absolute path in the box.
    void showCall(std::shared_ptr<const lens::Trace> trace, qsizetype event, const lens::Sources &sources);

signals:
    void lineActivated();
    /// By its number in the trace.
    void objectActivated(quint32 object);

private:
    void follow(const QUrl &link);
    void render();

    std::shared_ptr<const lens::Trace> m_trace;
    qsizetype m_event = -1;
    lens::Sources m_sources;
};

/// The explanation as rich text in the colours of the theme.
[[nodiscard]] QString explanationHtml(
    const lens::Trace &trace, qsizetype event, const lens::Sources &sources, const Theme &theme);

/// What a file of the run is called, without its folder: by the name it had first. Empty when it never had one.
[[nodiscard]] QString nameOfObject(const lens::Trace &trace, quint32 object);

} // namespace ringside::desktop
