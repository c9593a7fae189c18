#include "desktop/exercise/syntaxcheck.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr auto quietTime = 500ms;

constexpr auto reader = R"python(import json, warnings
warnings.simplefilter("ignore")
try:
    with open("text", "rb") as f:
        compile(f.read(), "solution.py", "exec", dont_inherit=True)
except SyntaxError as e:
    print(json.dumps({"line": e.lineno or 1, "column": max(0, (e.offset or 1) - 1),
                      "end": max(0, (e.end_offset or 0) - 1) if e.end_lineno == e.lineno else 0, "message": e.msg}))
except (ValueError, RecursionError, MemoryError) as e:
    print(json.dumps({"line": 1, "column": 0, "end": 0, "message": str(e) or type(e).__name__}))
else:
    print("{}")
)python";

filesystem::Entry file(const QByteArray &path, const QByteArray &content)
{
    filesystem::Entry entry;
    entry.path = path;
    entry.content = content;
    entry.size = content.size();
    return entry;
}

} // namespace

SyntaxCheck::SyntaxCheck(sandbox::Sandbox &sandbox, QObject *parent)
    : QObject(parent)
    , m_sandbox(sandbox)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(quietTime);
    connect(&m_timer, &QTimer::timeout, this, &SyntaxCheck::start);
}

SyntaxCheck::~SyntaxCheck()
{
    m_stop.request_stop();
}

void SyntaxCheck::textChanged(const QString &text)
{
    m_text = text;
    ++m_number;
    m_timer.start();
}

void SyntaxCheck::forget()
{
    ++m_number;
    m_timer.stop();
}

void SyntaxCheck::start()
{
    m_stop.request_stop(); // an older question, if one is still open
    m_stop = {};
    sandbox::RunRequest request;
    request.workspace.entries = {file("main.py", reader), file("text", m_text.toUtf8())};
    request.wantTree = false;
    m_sandbox.run(request, m_stop.get_token())
        .then(this, [this, number = m_number](const Result<sandbox::RunReport> &answer) { finish(answer, number); });
}

void SyntaxCheck::finish(const Result<sandbox::RunReport> &answer, int number)
{
    if (number != m_number || !answer)
        return;
    const QJsonDocument said = QJsonDocument::fromJson(answer->output);
    if (!said.isObject()) // it was stopped, or ran out of something
        return;
    const QJsonObject problem = said.object();
    if (problem.isEmpty())
        emit checked(std::nullopt);
    else
        emit checked(SyntaxProblem{problem[u"line"].toInt(), problem[u"column"].toInt(), problem[u"end"].toInt(),
            problem[u"message"].toString()});
}

} // namespace ringside::desktop
