// A program that keeps a sandbox busy until it is killed: endless programs warm and cold, and a session with a
// program on a terminal. Prints "ready" when all of them run.

#include "sandbox/remains.h"
#include "sandbox/requests.h"

#include <QCoreApplication>

#include <cstdio>

using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace std::chrono_literals;

static const QByteArray endless = stubbornChildren + R"(while True:
    with open(f'file{os.getpid()}', 'w') as f: f.write('x' * 10000)
    time.sleep(0.001)
)";

int main(int argumentCount, char **arguments)
{
    QCoreApplication application(argumentCount, arguments);
    Sandbox sandbox;
    QList<QFuture<ringside::Result<RunReport>>> runs;
    for (const Start start : {Start::Automatic, Start::Cold}) {
        RunRequest request = program(endless);
        request.start = start;
        request.limits.wall = 600s;
        request.limits.cpu = 600s;
        runs.append(sandbox.run(request));
    }
    SessionRequest request;
    request.limits.wall = 0s;
    request.workspace = program(endless).workspace;
    const std::unique_ptr<Session> session = sandbox.openSession(request);
    QObject::connect(session.get(), &Session::opened, session.get(), [&] {
        session->startProgram({});
        std::puts("ready");
        std::fflush(stdout);
    });
    return QCoreApplication::exec();
}
