#include "sandbox/requests.h"

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// What the lessons on permissions, links, processes and devices show must be what the kernel of any machine answers a
/// plain user. Each row runs in a warm and in a cold box; results are the same whoever started us.
class TestPermissions : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void answersAreReal_data();
    void answersAreReal();
    void whatHasToBeTold();

private:
    Sandbox m_sandbox;
};

/// Prints what the last expression gives, or the name of the error it raises.
static const QByteArray prelude = R"(import errno, os, stat, sys
def show(act):
    try: print(act())
    except OSError as error: print(errno.errorcode[error.errno])
def write(path, text='x', mode=0o644):
    with open(path, 'w') as f: f.write(text)
    os.chmod(path, mode)
def mode(path): return oct(os.stat(path).st_mode & 0o7777)
)";

void TestPermissions::initTestCase()
{
    if (const QString missing = missingSandbox(m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

void TestPermissions::answersAreReal_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("output");
    const auto row = [](const char *name, const char *source, const char *output) {
        QTest::newRow(name) << QByteArray(source) << QByteArray(output) + '\n';
    };

    row("a closed file cannot be read", "write('f', mode=0)\nshow(lambda: open('f').read())", "EACCES");
    row("a closed file cannot be written", "write('f', mode=0)\nshow(lambda: open('f', 'a'))", "EACCES");
    row("a file for reading cannot be written", "write('f', mode=0o444)\nshow(lambda: open('f', 'w'))", "EACCES");
    row("a file for writing cannot be read", "write('f', mode=0o222)\nshow(lambda: open('f').read())", "EACCES");
    row("access() knows", "write('f', mode=0o400)\nshow(lambda: [os.access('f', m) for m in (os.F_OK, os.R_OK, os.W_OK, os.X_OK)])", "[True, True, False, False]");
    row("the owner's bits count, not the others'", "write('f', mode=0o077)\nshow(lambda: open('f').read())", "EACCES");
    row("a program without x cannot be run", "write('p', '#!/bin/sh\\n')\nshow(lambda: os.execv('./p', ['p']))", "EACCES");
    row("a program with x can be run", "write('p', '#!/bin/sh\\nexit 5\\n', 0o755)\nshow(lambda: os.waitstatus_to_exitcode(os.system('./p')))", "5");
    row("a closed directory cannot be listed", "os.mkdir('d', 0)\nshow(lambda: os.listdir('d'))", "EACCES");
    row("without x nothing inside can be reached", "os.mkdir('d')\nwrite('d/f')\nos.chmod('d', 0o600)\nshow(lambda: os.stat('d/f'))", "EACCES");
    row("without x the names can still be listed", "os.mkdir('d')\nwrite('d/f')\nos.chmod('d', 0o600)\nshow(lambda: os.listdir('d'))", "['f']");
    row("without r names cannot be listed but used", "os.mkdir('d')\nwrite('d/f', 'hello')\nos.chmod('d', 0o300)\nshow(lambda: os.listdir('d'))\nshow(lambda: open('d/f').read())", "EACCES\nhello");
    row("without w nothing inside can be removed", "os.mkdir('d')\nwrite('d/f')\nos.chmod('d', 0o500)\nshow(lambda: os.unlink('d/f'))", "EACCES");
    row("with w even a closed file can be removed", "write('f', mode=0)\nos.unlink('f')\nshow(lambda: os.path.exists('f'))", "False");
    row("setuid stays", "write('f')\nos.chmod('f', 0o4755)\nshow(lambda: mode('f'))", "0o4755");
    row("setgid stays", "write('f')\nos.chmod('f', 0o2755)\nshow(lambda: mode('f'))", "0o2755");
    row("sticky stays", "write('f')\nos.chmod('f', 0o1755)\nshow(lambda: mode('f'))", "0o1755");
    row("all bits stay", "write('f')\nos.chmod('f', 0o7777)\nshow(lambda: mode('f'))", "0o7777");
    row("setuid goes when the file is written", "write('f')\nos.chmod('f', 0o6755)\nopen('f', 'a').write('y')\nshow(lambda: mode('f'))", "0o755");
    row("setgid is inherited by directories", "os.mkdir('d')\nos.chmod('d', 0o3777)\nos.mkdir('d/e')\nwrite('d/f')\nshow(lambda: (mode('d'), mode('d/e'), mode('d/f')))", "('0o3777', '0o2755', '0o644')");
    row("umask takes bits away", "os.umask(0o077)\nopen('f', 'w').close()\nos.mkdir('d')\nshow(lambda: (mode('f'), mode('d')))", "('0o600', '0o700')");
    row("open() with a mode obeys the umask", "os.close(os.open('f', os.O_CREAT, 0o666))\nshow(lambda: mode('f'))", "0o644");
    row("one may give a file to oneself", "write('f')\nshow(lambda: os.chown('f', os.getuid(), os.getgid()))", "None");
    row("one may not give a file to root", "write('f')\nshow(lambda: os.chown('f', 0, -1))", "EPERM");
    row("one may not give a file to another group", "write('f')\nshow(lambda: os.chown('f', -1, 100))", "EPERM");
    row("one may not give away a link or a descriptor", "write('f')\nos.symlink('f', 'l')\nshow(lambda: os.lchown('l', 0, 0))\nshow(lambda: os.fchown(os.open('f', os.O_RDONLY), 0, 0))", "EPERM\nEPERM");
    row("one may not become root", "show(lambda: os.setuid(0))\nshow(lambda: os.setresuid(0, 0, 0))\nshow(lambda: os.setgid(0))\nshow(lambda: os.setgroups([0]))", "EPERM\nEPERM\nEPERM\nEPERM");
    row("one may stay oneself", "os.setuid(os.getuid())\nos.setresgid(-1, os.getgid(), -1)\nshow(lambda: os.getresuid())", "(1000, 1000, 1000)");
    row("one may not change the root", "show(lambda: os.chroot('.'))", "EPERM");
    row("one may be nicer, not less nice", "before = os.nice(0)\nos.nice(5)\nshow(lambda: os.nice(-1))\nshow(lambda: os.getpriority(os.PRIO_PROCESS, 0) - before)", "EPERM\n5");
    row("limits go down, not up", "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))\ntry: resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))\nexcept ValueError as error: print(error)", "not allowed to raise maximum limit");
    row("the system cannot be written", "show(lambda: os.chmod('/usr/bin/env', 0o777))\nshow(lambda: os.unlink('/usr/bin/env'))\nshow(lambda: os.mkdir('/new'))", "EROFS\nEROFS\nEROFS");
    row("device nodes are root's", "show(lambda: os.mknod('null', 0o600 | stat.S_IFCHR, os.makedev(1, 3)))", "EACCES");
    row("mknod makes plain files", "os.mknod('f', 0o600 | stat.S_IFREG)\nshow(lambda: mode('f'))", "0o600");
    row("the first process cannot be killed", "show(lambda: os.kill(1, 0))\nshow(lambda: os.kill(1, 9))", "EPERM\nEPERM");
    row("kill(-1) finds nobody", "show(lambda: os.kill(-1, 0))", "ESRCH");
    row("no process of another number is there", "show(lambda: os.kill(os.getpid() + 1000, 0))", "ESRCH");
    row("processes one sees are one's own", "show(lambda: sorted(p for p in os.listdir('/proc') if p.isdigit()) == [str(os.getpid())])", "True");
    row("links do not cross file systems", "write('f')\nshow(lambda: os.link('f', '/tmp/f'))\nshow(lambda: os.rename('f', '/tmp/f'))", "EXDEV\nEXDEV");
    row("programs of the system cannot be linked", "show(lambda: os.link('/usr/bin/env', 'env'))", "EXDEV");
    row("the workspace itself cannot be moved", "show(lambda: os.rename('/home/learner', '/home/other'))\nshow(lambda: os.rmdir('/home/learner'))", "EROFS\nEROFS");
    row("shutil.move crosses file systems all the same", "import shutil\nwrite('f', 'text')\nshutil.move('f', '/tmp/f')\nshow(lambda: open('/tmp/f').read())", "text");
    row("a full device says so", "show(lambda: os.write(os.open('/dev/full', os.O_WRONLY), b'x'))", "ENOSPC");
    row("running programs cannot be written", "import shutil\nshutil.copy('/usr/bin/sleep', 's')\np = os.posix_spawn('s', ['s', '9'], os.environ)\nshow(lambda: open('s', 'wb'))\nos.kill(p, 9)", "ETXTBSY");
    row("too many links to follow", "os.symlink('l', 'l')\nshow(lambda: open('l'))", "ELOOP");
    row("a name may have 255 bytes", "open('x' * 255, 'w').close()\nshow(lambda: open('x' * 256, 'w'))", "ENAMETOOLONG");
    row("a path may have 4095 bytes", "show(lambda: open('./' * 2500 + 'x'))", "ENAMETOOLONG");
    row("directories are not removed while full", "os.makedirs('d/e')\nshow(lambda: os.rmdir('d'))", "ENOTEMPTY");
    row("a file is no directory", "write('f')\nshow(lambda: os.listdir('f'))\nshow(lambda: open('f/g'))", "ENOTDIR\nENOTDIR");
    row("a directory is no file", "os.mkdir('d')\nshow(lambda: open('d', 'w'))\nshow(lambda: os.unlink('d'))", "EISDIR\nEISDIR");
    row("locks hold", "import fcntl\nf = open('l', 'w')\nfcntl.flock(f, fcntl.LOCK_EX)\nshow(lambda: fcntl.flock(open('l'), fcntl.LOCK_EX | fcntl.LOCK_NB))", "EAGAIN");
    row("sockets of this machine work", "import socket\na = socket.socket(socket.AF_UNIX)\na.bind('s')\na.listen()\nb = socket.socket(socket.AF_UNIX)\nb.connect('s')\nb.send(b'hi')\nshow(lambda: a.accept()[0].recv(2))", "b'hi'");
    row("sockets of the network do not", "import socket\nshow(lambda: socket.socket())\nshow(lambda: socket.socket(socket.AF_INET6))", "EACCES\nEACCES");
    row("the user has a name", "import pwd, getpass\nshow(lambda: (pwd.getpwuid(os.getuid()).pw_name, getpass.getuser(), os.path.expanduser('~')))", "('learner', 'learner', '/home/learner')");
    row("nobody is logged in", "try: os.getlogin()\nexcept OSError: print('nobody')", "nobody");
    row("there is no terminal", "show(lambda: os.ttyname(0))\nshow(lambda: os.get_terminal_size())", "ENOTTY\nENOTTY");
    row("terminals can be made", "m, s = os.openpty()\nshow(lambda: os.isatty(s))", "True");
    row("the machine's name is no secret", "show(lambda: os.uname().nodename)", "playground");
    row("shared memory works", "import mmap\nfrom multiprocessing import shared_memory\ns = shared_memory.SharedMemory(create=True, size=10)\ns.buf[0] = 7\nshow(lambda: os.listdir('/dev/shm') != [])\ns.close(); s.unlink()", "True");
    row("the load, the processors and the memory can be asked", "show(lambda: len(os.getloadavg()) == 3 and os.cpu_count() > 0 and os.sysconf('SC_PHYS_PAGES') > 0)", "True");
    row("user attributes can be set, others not", "write('f')\nos.setxattr('f', 'user.a', b'v')\nshow(lambda: os.getxattr('f', 'user.a'))\nshow(lambda: os.setxattr('f', 'trusted.a', b'v'))", "b'v'\nEPERM");
    row("signals end children as anywhere", "import signal\np = os.fork()\nif p == 0: signal.pause()\nos.kill(p, signal.SIGTERM)\nshow(lambda: os.waitstatus_to_exitcode(os.waitpid(p, 0)[1]))", "-15");
    row("a program that dies of a signal leaves no core", "p = os.fork()\nif p == 0: os.abort()\nshow(lambda: os.WCOREDUMP(os.waitpid(p, 0)[1]))\nshow(lambda: os.listdir('.'))", "False\n['main.py']");
}

void TestPermissions::answersAreReal()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, output);
    RunRequest request = program(prelude + source + '\n');
    for (const Start start : {Start::Warm, Start::Cold}) {
        request.start = start;
        const Result<RunReport> report = waitFor(m_sandbox.run(request));
        QVERIFY2(report, qPrintable(report ? QString() : describe(report.error())));
        QCOMPARE(report->errorOutput, ""_ba);
        QCOMPARE(report->output, output);
    }
}

/// Two things no box can show as they are outside; the lessons must not build on them.
void TestPermissions::whatHasToBeTold()
{
    const RunReport report = waitFor(m_sandbox.run(program(R"(import os
print(os.stat('/usr/bin/env').st_uid, os.stat('/etc/passwd').st_uid == os.getuid())
)"))).value();
    // Root has no number in here, and the small /etc is ours.
    QCOMPARE(report.output, "65534 True\n"_ba);
}

QTEST_GUILESS_MAIN(TestPermissions)
#include "tst_permissions.moc"
