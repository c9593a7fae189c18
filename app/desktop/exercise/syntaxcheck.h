#pragma once

#include "sandbox/sandbox.h"

#include <QObject>
#include <QTimer>

#include <optional>
#include <stop_token>

namespace ringside::desktop {

/// Where Python cannot read a text.
struct SyntaxProblem
{
    int line = 1;
    int column = 0; ///< characters from 0
    int endColumn = 0; ///< equal to `column`: to the end of the line
    QString message; ///< Python's own

    bool operator==(const SyntaxProblem &) const = default;
};

/// Has Python read a text some moments after the last key, in the sandbox: a parser is a large program, too.
/// Nothing of the text is run.
class SyntaxCheck : public QObject
{
    Q_OBJECT

public:
    explicit SyntaxCheck(sandbox::Sandbox &sandbox, QObject *parent = nullptr);
    ~SyntaxCheck() override;

    void textChanged(const QString &text);
    void forget(); ///< another text is shown now; checked() does not come for what was asked before

signals:
    /// Nothing, when Python can read it. It does not come when the sandbox cannot run.
    void checked(const std::optional<ringside::desktop::SyntaxProblem> &problem);

private:
    void start();
    void finish(const Result<sandbox::RunReport> &answer, int number);

    sandbox::Sandbox &m_sandbox;
    QString m_text;
    QTimer m_timer;
    int m_number = 0; ///< of the last text: answers about older ones are of no interest
    std::stop_source m_stop;
};

} // namespace ringside::desktop
