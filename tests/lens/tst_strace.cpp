#include "base/bytes.h"
#include "lens/traced.h"

#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace ringside;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// The lens against strace: the same calls, with the same results and paths, in the same order in
/// each thread.
class TestStrace : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void programsLookTheSame_data();
    void programsLookTheSame();
    void generatedProgramsLookTheSame_data();
    void generatedProgramsLookTheSame();

private:
    using Thread = QStringList; ///< its calls
    QList<Thread> straced(const QByteArray &source);
    QList<Thread> lensed(const QByteArray &source);
    void compare(const QByteArray &source);

    sandbox::Sandbox m_sandbox;
    QString m_names; ///< of the calls, for strace
};

// Threads and processes begin in another way in the box, where clone3 is refused; both are there
// all the same.
static const QStringList leftOut{
    u"clone"_s, u"fork"_s, u"vfork"_s, u"rt_sigaction"_s, u"setitimer"_s};
static constexpr char beginMark[] = "begin-of-test";
static constexpr char endMark[] = "end-of-test";

void TestStrace::initTestCase()
{
    if (const QString reason = missingLens(m_sandbox); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    if (QStandardPaths::findExecutable(u"strace"_s).isEmpty())
        QSKIP("no strace on this machine: apt install strace");
    QStringList names;
    for (const sandbox::SystemCall &call : sandbox::tracedSystemCalls)
        if (const QString name = QString::fromUtf8(call.name.data(), qsizetype(call.name.size()));
            !leftOut.contains(name))
            names.append(u'?' + name); // one that this strace does not know is left out
    m_names = names.join(u',');
}

/// Sockets of a sandbox, and results that are ids of processes, times or lengths of such, differ
/// from run to run.
static QString lineFor(const QString &name, const QString &result, const QStringList &paths)
{
    static const QStringList ids{u"wait4"_s, u"waitid"_s, u"setsid"_s, u"pidfd_open"_s};
    const bool isId = ids.contains(name) && !result.startsWith(u'-') && result != u"0";
    const bool isLength = (name == u"read" || name == u"getcwd") && !result.startsWith(u'-') && result != u"0";
    QString line = name + u' ' + (isId ? u"id"_s : isLength ? u"n"_s : result);
    static const QRegularExpression random(u"(tmp|pymp-)[-\\w]{6,}"_s);
    for (QString path : paths)
        line += u' ' + path.replace(random, u"\\1RANDOM"_s);
    return line;
}

/// What is before the first mark is the start of the interpreter, what is after the second its end.
static QStringList betweenMarks(const QStringList &calls)
{
    const auto at = [&calls](const char *mark) {
        for (qsizetype i = 0; i < calls.size(); ++i)
            if (calls[i].contains(QLatin1StringView(mark)))
                return i;
        return qsizetype(-1);
    };
    const qsizetype begin = at(beginMark);
    const qsizetype end = at(endMark);
    return calls.mid(begin + 1, end < 0 ? -1 : end - begin - 1);
}

/// The box has no cache of libraries: how the loader comes to the first one differs.
static QStringList withoutLibrarySearch(const QStringList &calls)
{
    QStringList kept;
    bool searches = false;
    for (const QString &call : calls) {
        if (searches && call.startsWith(u"openat ") && !call.startsWith(u"openat -1 ")
            && !call.endsWith(u"ld.so.cache"))
            searches = false;
        if (!searches)
            kept.append(call);
        if (call.endsWith(u"/etc/ld.so.preload"))
            searches = true;
    }
    return kept;
}

static bool showsPaths(QStringView name)
{
    static const QStringList others{u"read"_s, u"write"_s, u"pread64"_s, u"pwrite64"_s, u"readv"_s,
        u"writev"_s, u"preadv"_s, u"pwritev"_s, u"preadv2"_s, u"pwritev2"_s, u"getdents64"_s,
        u"readlink"_s, u"readlinkat"_s, u"getcwd"_s, u"execve"_s, u"execveat"_s, u"sendto"_s,
        u"recvfrom"_s, u"sendmsg"_s, u"recvmsg"_s, u"bind"_s, u"connect"_s, u"symlink"_s,
        u"symlinkat"_s, u"getxattr"_s, u"setxattr"_s, u"listxattr"_s, u"removexattr"_s,
        u"fgetxattr"_s, u"fsetxattr"_s, u"flistxattr"_s, u"lgetxattr"_s, u"llistxattr"_s};
    return !others.contains(name);
}

/// "\303\251\n" as strace writes it, as readable text.
static QString unescaped(const QString &text)
{
    QByteArray bytes;
    const QByteArray raw = text.toLatin1();
    for (qsizetype i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\\') {
            bytes += raw[i];
            continue;
        }
        const char next = raw[++i];
        if (next >= '0' && next <= '7') {
            int value = 0;
            int digits = 0;
            for (; digits < 3 && i < raw.size() && raw[i] >= '0' && raw[i] <= '7'; ++digits, ++i)
                value = value * 8 + raw[i] - '0';
            --i;
            bytes += static_cast<char>(value);
        } else {
            bytes += next == 'n' ? '\n' : next == 't' ? '\t' : next;
        }
    }
    return displayName(bytes);
}

/// strace writes masks in octal and flags in hexadecimal.
static QString decimal(const QString &number)
{
    bool isNumber = false;
    const qlonglong value = number.toLongLong(&isNumber, 0);
    return isNumber ? QString::number(value) : number;
}

QList<TestStrace::Thread> TestStrace::straced(const QByteArray &source)
{
    // The file system of the box is in memory: attributes and sizes are the same on another such.
    const QString memory = u"/dev/shm"_s;
    QTemporaryDir folder(
        (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + u"/tst_strace-XXXXXX"_s);
    const QString home = folder.filePath(u"home"_s);
    QDir().mkdir(home);
    QFile program(home + u"/main.py"_s);
    if (!program.open(QIODevice::WriteOnly) || program.write(source) < 0)
        qFatal("cannot write the program");
    program.close();
    QProcess strace;
    strace.setWorkingDirectory(home);
    QProcessEnvironment environment;
    for (const auto &[name, value] :
        {std::pair("PATH", "/usr/local/bin:/usr/bin:/bin"), std::pair("HOME", "/home/learner"),
            std::pair("LANG", "C.UTF-8"), std::pair("PYTHONHASHSEED", "0")})
        environment.insert(QLatin1StringView(name), QLatin1StringView(value));
    strace.setProcessEnvironment(environment);
    strace.setUnixProcessParameters(QProcess::UnixProcessFlag::CloseFileDescriptors
        | QProcess::UnixProcessFlag::ResetSignalHandlers);
    const QString log = folder.path() + u"/log"_s;
    strace.start(u"strace"_s,
        {u"-f"_s, u"-q"_s, u"-s"_s, u"4096"_s, u"-e"_s, u"trace="_s + m_names, u"-o"_s, log,
            u"python3"_s, u"main.py"_s});
    strace.closeWriteChannel();
    if (!strace.waitForFinished(120'000) || strace.exitCode() != 0)
        qFatal("strace: %s", strace.readAllStandardError().constData());

    QFile file(log);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("strace wrote nothing");
    QStringList order;
    QHash<QString, QStringList> threads;
    QHash<QString, QString> pending;
    static const QRegularExpression resumed(u"^<\\.\\.\\. (\\w+) resumed>(.*)$"_s);
    static const QRegularExpression call(u"^(\\w+)\\((.*)\\)\\s+= (\\S+)(?: (E\\w+))?.*$"_s);
    static const QRegularExpression text(u"\"((?:[^\"\\\\]|\\\\.)*)\""_s);
    for (const QByteArray &raw : file.readAll().split('\n')) {
        const QString line = QString::fromLatin1(raw);
        const QString thread = line.section(u' ', 0, 0);
        QString rest = line.section(u' ', 1).trimmed();
        if (rest.isEmpty() || rest.startsWith(u"---") || rest.startsWith(u"+++"))
            continue;
        if (!order.contains(thread))
            order.append(thread);
        if (rest.endsWith(u"<unfinished ...>")) {
            pending[thread] = rest.chopped(16).trimmed();
            continue;
        }
        if (const auto match = resumed.match(rest); match.hasMatch())
            rest = pending.take(thread) + match.captured(2);
        const auto match = call.match(rest);
        if (!match.hasMatch())
            qFatal("cannot read: %s", qPrintable(rest));
        QStringList paths;
        if (showsPaths(match.captured(1))) {
            auto texts = text.globalMatch(match.captured(2));
            while (texts.hasNext())
                paths.append(
                    unescaped(texts.next().captured(1)).replace(home, u"/home/learner"_s));
        }
        const QString result = match.captured(4).startsWith(u"ERESTART") ? u"?"_s
            : match.captured(4).isEmpty() ? decimal(match.captured(3))
                                          : u"-1 "_s + match.captured(4);
        threads[thread].append(lineFor(match.captured(1), result, paths));
    }
    QList<Thread> found;
    for (const QString &thread : std::as_const(order))
        found.append(withoutLibrarySearch(betweenMarks(threads[thread])));
    return found;
}

QList<TestStrace::Thread> TestStrace::lensed(const QByteArray &source)
{
    sandbox::RunRequest request = program(source);
    request.start = sandbox::Start::Cold;
    const Traced traced = trace(m_sandbox, request);
    if (traced.report.exitStatus != 0 || !traced.trace.isComplete())
        qFatal("%s", traced.report.errorOutput.constData());
    QList<qint32> order;
    QHash<qint32, QStringList> threads;
    for (const lens::Event &event : traced.trace.events()) {
        const QString name = QString::fromUtf8(event.name());
        if (leftOut.contains(name))
            continue;
        if (!order.contains(event.thread))
            order.append(event.thread);
        const lens::CallDetails details = traced.trace.details(event);
        QStringList paths;
        if (showsPaths(name))
            for (const lens::ArgumentText &argument : lens::argumentTexts(event, details)) {
                if (argument.parameter == 'p')
                    paths.append(displayName(details.path));
                else if (argument.parameter == 'q')
                    paths.append(displayName(details.otherPath));
            }
        const bool restarts = event.result <= -512 && event.result >= -516;
        threads[event.thread].append(
            lineFor(name, restarts ? u"?"_s : QString::fromUtf8(lens::resultText(event)), paths));
    }
    QList<Thread> found;
    for (const qint32 thread : std::as_const(order))
        found.append(withoutLibrarySearch(betweenMarks(threads[thread])));
    return found;
}

/// Threads may be met in another order.
void TestStrace::compare(const QByteArray &source)
{
    QList<Thread> theirs = straced(source);
    QList<Thread> ours = lensed(source);
    std::ranges::sort(theirs);
    std::ranges::sort(ours);
    qsizetype calls = 0;
    for (qsizetype i = 0; i < std::max(theirs.size(), ours.size()); ++i) {
        const auto text = [](const Thread &thread) { return thread.join(u'\n').toUtf8(); };
        QVERIFY2(ours.value(i) == theirs.value(i),
            "the lens:\n" + text(ours.value(i)) + "\nstrace:\n" + text(theirs.value(i)));
        calls += ours.value(i).size();
    }
    QVERIFY(calls > 0);
}

static QByteArray withMarks(const QByteArray &imports, const QByteArray &body)
{
    return "import os\n" + imports + "os.access('" + beginMark + "', 0)\n" + body + "\nos.access('"
        + endMark + "', 0)\n";
}

void TestStrace::programsLookTheSame_data()
{
    QTest::addColumn<QByteArray>("source");
    const auto row = [](const char *name, const QByteArray &imports, const QByteArray &body) {
        QTest::newRow(name) << withMarks(imports, body);
    };
    row("files", "",
        "with open('a', 'w') as f: f.write('x' * 20000)\nprint(open('a').read(5))\nopen('a', "
        "'ab').close()");
    row("flags", "",
        "for f in (os.O_CREAT | os.O_EXCL, os.O_CREAT | os.O_EXCL, os.O_TRUNC | os.O_WRONLY, "
        "os.O_APPEND | os.O_RDWR):\n"
        "    try: os.close(os.open('a', f, 0o600))\n    except OSError: pass");
    row("walk", "import shutil\n",
        "os.makedirs('t/a/b/c'); open('t/a/f', 'w').close()\nfor _ in os.walk('t'): "
        "pass\nlist(os.scandir('t'))"); // one folder in each: names come in no order
    row("copytree", "import shutil\n",
        "os.makedirs('t/a/b'); open('t/a/b/f', 'w').write('x')\nshutil.copytree('t', 'u'); shutil.rmtree('t'); shutil.rmtree('u')");
    row("links", "",
        "open('a', 'w').close(); os.link('a', 'b'); os.symlink('a', 'c'); os.readlink('c'); "
        "os.lstat('c'); os.rename('b', 'd'); os.replace('d', 'e')");
    row("attributes", "",
        "open('a', 'w').close(); os.chmod('a', 0o600); os.truncate('a', 5); os.utime('a', (1, 2)); "
        "os.umask(0o27); os.umask(0o22)");
    row("errors", "",
        "for p in ('nope', 'main.py/x', 'x' * 300, ''):\n    for f in (os.stat, os.unlink, "
        "os.rmdir, os.listdir, os.mkdir):\n        try: f(p)\n        except OSError: pass\n       "
        " if os.path.isdir(p): os.rmdir(p)");
    row("odd names", "",
        "for n in (b'\\xff\\xfe', 'é€'.encode(), b'a b', b'q\"q', b'back\\\\slash', b'-n'):\n    "
        "open(n, 'w').close(); os.stat(n); os.rename(n, n + b'2'); os.unlink(n + b'2')");
    row("directories by descriptor", "",
        "d = os.open('.', os.O_RDONLY)\nos.mkdir('k', dir_fd=d); os.stat('k', dir_fd=d); "
        "os.rename('k', 'l', src_dir_fd=d, dst_dir_fd=d); os.rmdir('l', dir_fd=d); os.close(d)");
    row("changing directory", "",
        "os.mkdir('d'); os.chdir('d'); open('x', 'w').close(); os.chdir('..'); d = os.open('d', "
        "os.O_RDONLY); os.fchdir(d); os.stat('x'); os.close(d)");
    row("descriptors", "import fcntl\n",
        "d = os.open('a', os.O_CREAT | os.O_RDWR); e = os.dup(d); os.dup2(d, 20); fcntl.fcntl(d, "
        "fcntl.F_GETFL); os.closerange(20, 21); os.close(e); os.close(d)");
    row("positions", "",
        "d = os.open('a', os.O_CREAT | os.O_RDWR); os.write(d, b'abc'); os.lseek(d, 0, 0); "
        "os.read(d, 2); os.pread(d, 2, 1); os.pwrite(d, b'z', 5); os.ftruncate(d, 3); os.lseek(d, "
        "-1, 2)");
    row("vectors", "",
        "d = os.open('a', os.O_CREAT | os.O_RDWR); os.writev(d, [b'a', b'bc']); os.lseek(d, 0, 0); "
        "os.readv(d, [bytearray(2), bytearray(2)]); os.preadv(d, [bytearray(2)], 1); os.pwritev(d, "
        "[b'q'], 1)");
    row("durable", "",
        "with open('a', 'w') as f:\n    f.write('x'); f.flush(); os.fsync(f.fileno()); "
        "os.fdatasync(f.fileno())\nos.sync(); d = os.open('.', 0); os.fsync(d)");
    row("copies in the kernel", "",
        "a = os.open('a', os.O_CREAT | os.O_RDWR); b = os.open('b', os.O_CREAT | os.O_RDWR); "
        "os.write(a, b'abcdef'); os.sendfile(b, a, 0, 3); os.copy_file_range(a, b, 2, 0, 3)");
    row("locks", "import fcntl\n",
        "f = open('a', 'w'); fcntl.flock(f, fcntl.LOCK_EX); fcntl.flock(f, fcntl.LOCK_UN); "
        "os.lockf(f.fileno(), os.F_LOCK, 10); os.lockf(f.fileno(), os.F_ULOCK, 10)");
    row("pipes", "",
        "r, w = os.pipe(); os.write(w, b'x'); os.read(r, 1); os.close(w); os.read(r, 1); "
        "os.close(r)");
    row("special files", "",
        "os.mkfifo('p'); d = os.open('p', os.O_RDWR | os.O_NONBLOCK); os.write(d, b'x'); "
        "os.read(d, 9); os.close(d); open('/dev/null', 'wb').write(b'x')");
    row("fork", "",
        "for i in range(3):\n    p = os.fork()\n    if p == 0: os.mkdir(f'd{i}'); os._exit(i)\n    "
        "os.waitpid(p, 0)");
    row("nested forks", "",
        "p = os.fork()\nif p == 0:\n    q = os.fork()\n    if q == 0: os.mkdir('q'); os._exit(0)\n "
        "   os.waitpid(q, 0); os._exit(0)\nos.waitpid(p, 0)");
    row("vfork and exec", "import subprocess\n", "subprocess.run(['/bin/true'])");
    row("a shell", "import subprocess\n",
        "subprocess.run('echo a > f; cat f', shell=True, stdout=subprocess.DEVNULL)");
    row("posix_spawn", "", "os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)");
    row("signals", "import signal\n",
        "signal.signal(signal.SIGUSR1, lambda *a: os.mkdir('got'))\nos.kill(os.getpid(), "
        "signal.SIGUSR1)");
    row("threads", "import threading\n",
        "def work(n):\n    for i in range(20): os.access(f'z{n}', 0)\nts = "
        "[threading.Thread(target=work, args=(i,)) for i in range(4)]\nfor t in ts: t.start()\nfor "
        "t in ts: t.join()");
    row("temporary files", "import tempfile\n",
        "with tempfile.TemporaryDirectory(dir='.') as d: open(d + '/x', 'w').close()\nwith "
        "tempfile.NamedTemporaryFile(dir='.') as f: f.write(b'x')");
    row("attributes of one's own", "",
        "open('a', 'w').close()\ntry:\n    os.setxattr('a', 'user.k', b'v'); os.getxattr('a', "
        "'user.k'); os.listxattr('a'); os.removexattr('a', 'user.k')\nexcept OSError: pass");
    row("multiprocessing", "import multiprocessing\nc = multiprocessing.get_context('fork')\n",
        "p = c.Process(target=os.mkdir, args=('d',)); p.start(); p.join()");
    row("asyncio", "import asyncio\n",
        "async def work(): os.mkdir('d'); await asyncio.sleep(0)\nasyncio.run(work())");
}

void TestStrace::programsLookTheSame()
{
    QFETCH(QByteArray, source);
    compare(source);
}

/// One of the things programs do to files, with names out of a few.
static QByteArray randomStatement(QRandomGenerator &random)
{
    static const QByteArrayList statements{"open('%1', 'w').write('x' * %3)", "open('%1').read()",
        "os.mkdir('%1')", "os.rmdir('%1')", "os.unlink('%1')", "os.rename('%1', '%2')",
        "os.link('%1', '%2')", "os.symlink('%1', '%2')", "os.readlink('%1')", "os.stat('%1')",
        "os.lstat('%1')", "os.chmod('%1', 0o7%4%4)", "os.truncate('%1', %3)", "os.listdir('%1')",
        "os.listdir('.')", "os.access('%1', %4)", "os.utime('%1', (1, 2))",
        "os.replace('%1', '%2')", "os.close(os.open('%1', os.O_CREAT | os.O_RDWR))",
        "os.path.exists('%1')", "list(os.scandir('%1'))", "os.makedirs('%1/%2', exist_ok=True)",
        "os.removedirs('%1/%2')"};
    static const QByteArrayList names{"a", "b", "c/d", "c", "é", "a/x"};
    QByteArray statement = statements[random.bounded(statements.size())];
    statement.replace("%1", names[random.bounded(names.size())]);
    statement.replace("%2", names[random.bounded(names.size())]);
    statement.replace("%3", QByteArray::number(600 + random.bounded(70)));
    statement.replace("%4", QByteArray::number(random.bounded(8)));
    return "try: " + statement + "\nexcept OSError: pass\n";
}

void TestStrace::generatedProgramsLookTheSame_data()
{
    QTest::addColumn<QByteArray>("source");
    constexpr int programs = 200;
    constexpr int atOnce = 20; // in one process, each in a folder of its own
    constexpr int statements = 12;
    QRandomGenerator random(20'261'121);
    for (int first = 0; first < programs; first += atOnce) {
        QByteArray body;
        for (int i = 0; i < atOnce; ++i) {
            body += "os.mkdir('p" + QByteArray::number(i) + "'); os.chdir('p"
                + QByteArray::number(i) + "')\n";
            for (int j = 0; j < statements; ++j)
                body += randomStatement(random);
            body += "os.chdir('..')\n";
        }
        QTest::addRow("programs from %d", first) << withMarks("", body);
    }
}

void TestStrace::generatedProgramsLookTheSame()
{
    QFETCH(QByteArray, source);
    compare(source);
}

QTEST_GUILESS_MAIN(TestStrace)
#include "tst_strace.moc"
