#include "desktop/lens/callexplanation.h"

#include "base/bytes.h"
#include "desktop/lens/calltablemodel.h"
#include "desktop/theme/style.h"
#include "lens/calltext.h"
#include "wording/callwords.h"

#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

/// Writes the parts of one explanation.
class Writer
{
public:
    Writer(const lens::Trace &trace, qsizetype event, const lens::Sources &sources, const Theme &theme)
        : m_trace(trace)
        , m_event(trace.events()[static_cast<std::size_t>(event)])
        , m_details(trace.details(m_event))
        , m_site(trace.site(m_event.site))
        , m_sources(sources)
        , m_theme(theme)
    {
    }

    QString html()
    {
        writeHead();
        writeArguments();
        writeResult();
        writeRemarks();
        writeObjects();
        writeLine();
        return m_html;
    }

private:
    [[nodiscard]] QString colored(ColorRole role, const QString &html) const
    {
        return u"<span style='color:%1'>%2</span>"_s.arg(m_theme.color(role).name(), html);
    }

    [[nodiscard]] QString code(const QString &text, ColorRole role = ColorRole::Text) const
    {
        return u"<span style='font-family:\"%1\";color:%2'>%3</span>"_s.arg(
            m_theme.codeFont().family(), m_theme.color(role).name(), text.toHtmlEscaped());
    }

    void paragraph(const QString &html, int space = 8)
    {
        m_html += u"<p style='margin-top:0;margin-bottom:%1px'>%2</p>"_s.arg(space).arg(html);
    }

    void writeHead()
    {
        const QByteArray name = m_event.name();
        paragraph(u"<b>%1</b> &nbsp; %2"_s.arg(code(QString::fromUtf8(name), ColorRole::Accent),
            colored(ColorRole::Muted,
                CallExplanation::tr("in the manual: man 2 %1")
                    .arg(wording::manualPage(name).chopped(3))
                    .toHtmlEscaped())));
        if (const QString purpose = wording::callPurpose(name); !purpose.isEmpty())
            paragraph(purpose.toHtmlEscaped());
    }

    void writeArguments()
    {
        const QList<wording::ArgumentWords> arguments = wording::argumentWords(m_event, m_details);
        if (arguments.isEmpty())
            return;
        m_html += u"<table cellspacing='0' cellpadding='2' style='margin-bottom:6px'>"_s;
        for (const wording::ArgumentWords &argument : arguments)
            writeArgument(argument);
        m_html += u"</table>"_s;
    }

    void writeArgument(const wording::ArgumentWords &argument)
    {
        QString value = code(argument.value);
        if (!argument.meaning.isEmpty())
            value += u"<br>"_s + colored(ColorRole::Secondary, argument.meaning.toHtmlEscaped());
        m_html += u"<tr><td style='padding-right:12px'>%1</td><td>%2</td></tr>"_s.arg(
            colored(ColorRole::Muted, argument.name.toHtmlEscaped()), value);
    }

    void writeResult()
    {
        const QString meaning = wording::resultMeaning(m_event, m_details).toHtmlEscaped();
        const bool failed = m_event.isFailed();
        const QString value = code(QString::fromUtf8(lens::resultText(m_event)),
            failed ? ColorRole::Danger : ColorRole::Text);
        paragraph((failed ? CallExplanation::tr("It failed: %1 %2") : CallExplanation::tr("Result: %1 %2"))
                      .arg(value, colored(failed ? ColorRole::Text : ColorRole::Secondary, meaning)));
    }

    void writeRemarks()
    {
        if (m_event.has(lens::Event::Injected))
            paragraph(colored(ColorRole::Warning,
                CallExplanation::tr("This was made to happen by the check, not by the machine.").toHtmlEscaped()));
        if (m_event.has(lens::Event::Ambiguous))
            paragraph(colored(ColorRole::Muted,
                CallExplanation::tr("Another thread could have changed the arguments while they were read.")
                    .toHtmlEscaped()));
    }

    void writeObjects()
    {
        for (const quint32 object : {m_event.object, m_event.otherObject})
            if (const QString name = nameOfObject(m_trace, object); !name.isEmpty())
                paragraph(u"<a href='object:%1' style='color:%2'>%3</a>"_s.arg(object)
                        .arg(m_theme.color(ColorRole::Accent).name(),
                            CallExplanation::tr("All calls on %1").arg(name).toHtmlEscaped()));
    }

    void writeLine()
    {
        if (m_site.line <= 0) {
            paragraph(colored(ColorRole::Secondary, placeText(m_site).toHtmlEscaped()));
            return;
        }
        const QString place = m_site.function.isEmpty() || m_site.function.startsWith('<')
            ? placeOf(m_site.file, m_site.line)
            : CallExplanation::tr("%1, in %2()").arg(placeOf(m_site.file, m_site.line), displayName(m_site.function));
        paragraph(u"<a href='line' style='color:%1'>%2</a>"_s.arg(
                      m_theme.color(ColorRole::Accent).name(), place.toHtmlEscaped()),
            2);
        if (const QString source = sourceLine(); !source.isEmpty())
            paragraph(source);
        if (m_site.isTold)
            paragraph(colored(ColorRole::Warning,
                CallExplanation::tr("The line is what the program says of itself: the lens does not know this Python.")
                    .toHtmlEscaped()));
        writeFrames(CallExplanation::tr("Through the library: %1"), m_site.via);
        writeFrames(CallExplanation::tr("Called from: %1"), m_site.callers);
    }

    [[nodiscard]] static QString placeOf(const QByteArray &file, int line)
    {
        return CallExplanation::tr("%1, line %2")
            .arg(displayName(file.sliced(file.lastIndexOf('/') + 1)))
            .arg(line);
    }

    /// The line, with the expression that made the call on a ground of its own.
    [[nodiscard]] QString sourceLine() const
    {
        const QByteArrayList lines = m_sources.value(m_site.file).split('\n');
        if (m_site.line > lines.size())
            return {};
        const QByteArray &line = lines[m_site.line - 1];
        const qsizetype from = std::clamp<qsizetype>(m_site.column, 0, line.size());
        const qsizetype to = m_site.endLine > m_site.line ? line.size()
            : m_site.endColumn < 0                        ? from
                                                          : std::clamp<qsizetype>(m_site.endColumn, from, line.size());
        const auto part = [](const QByteArray &bytes) { return displayText(bytes).toHtmlEscaped(); };
        const QString marked = u"<span style='background-color:%1'>%2</span>"_s.arg(
            m_theme.color(ColorRole::AccentSoft).name(), part(line.sliced(from, to - from)));
        qsizetype indent = 0;
        while (indent < from && line[indent] == ' ')
            ++indent;
        return u"<span style='font-family:\"%1\"'>%2%3%4</span>"_s.arg(m_theme.codeFont().family(),
            part(line.sliced(indent, from - indent)), marked, part(line.sliced(to)));
    }

    void writeFrames(const QString &sentence, const QList<lens::Frame> &frames)
    {
        if (frames.isEmpty())
            return;
        QStringList words;
        for (const lens::Frame &frame : frames)
            words.append(code(u"%1 (%2:%3)"_s.arg(displayName(frame.function),
                                  displayName(frame.file.sliced(frame.file.lastIndexOf('/') + 1)))
                                  .arg(frame.line),
                ColorRole::Secondary));
        paragraph(colored(ColorRole::Muted, sentence.arg(words.join(u" → "_s))));
    }

    const lens::Trace &m_trace;
    const lens::Event &m_event;
    lens::CallDetails m_details;
    const lens::Site &m_site;
    const lens::Sources &m_sources;
    const Theme &m_theme;
    QString m_html;
};

} // namespace

QString nameOfObject(const lens::Trace &trace, quint32 object)
{
    const QByteArray path = object == 0 ? QByteArray() : trace.object(object).names.value(0);
    const qsizetype name = path.lastIndexOf('/') + 1;
    return displayName(name < path.size() ? path.sliced(name) : path);
}

QString explanationHtml(
    const lens::Trace &trace, qsizetype event, const lens::Sources &sources, const Theme &theme)
{
    return Writer(trace, event, sources, theme).html();
}

CallExplanation::CallExplanation(QWidget *parent)
    : QTextBrowser(parent)
{
    setFrameShape(NoFrame);
    setOpenLinks(false);
    setAccessibleName(tr("Explanation of the call"));
    document()->setDocumentMargin(14);
    setMinimumWidth(180);
    connect(this, &QTextBrowser::anchorClicked, this, &CallExplanation::follow);
    connect(&themeOf(this), &Theme::schemeChanged, this, &CallExplanation::render);
    connect(&themeOf(this), &Theme::fontsChanged, this, &CallExplanation::render);
    render();
}

void CallExplanation::showCall(
    std::shared_ptr<const lens::Trace> trace, qsizetype event, const lens::Sources &sources)
{
    m_trace = std::move(trace);
    m_event = event;
    m_sources = sources;
    render();
    verticalScrollBar()->setValue(0);
}

void CallExplanation::follow(const QUrl &link)
{
    if (link.scheme() == u"object")
        emit objectActivated(link.path().toUInt());
    else
        emit lineActivated();
}

void CallExplanation::render()
{
    const Theme &theme = themeOf(this);
    QPalette colors = theme.palette();
    colors.setColor(QPalette::Base, theme.color(ColorRole::Surface));
    setPalette(colors);
    setFont(theme.chromeFont(TextRole::Small));
    if (m_trace && m_event >= 0 && m_event < qsizetype(m_trace->events().size()))
        setHtml(explanationHtml(*m_trace, m_event, m_sources, theme));
    else
        setHtml(u"<p style='color:%1'>%2</p>"_s.arg(
            theme.color(ColorRole::Muted).name(), tr("Choose a call to have it explained.")));
}

} // namespace ringside::desktop
