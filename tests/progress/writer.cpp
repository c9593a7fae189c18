// A program that uses a store as the window does, for tests that need a process of its own: one
// that can be killed, one with a disk that is full, one with a home that is read-only. What it did
// goes to standard output, a line at a time, and at once.

#include "progress/draftsaver.h"
#include "progress/storethread.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTimer>

#include <cerrno>
#include <csignal>
#include <cstdio>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace ringside;
using namespace ringside::progress;
using namespace Qt::StringLiterals;

namespace {

constexpr int cannotMount = 77;

void say(const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    if (::write(STDOUT_FILENO, bytes.constData(), size_t(bytes.size())) != bytes.size())
        _exit(1);
}

/// Reviews one card after the other, as fast as they are acknowledged.
class Reviewer : public QObject
{
public:
    explicit Reviewer(StoreThread &thread)
        : m_thread(thread)
    {
    }

    void next()
    {
        const QString card = u"card%1"_s.arg(m_count++ % 25);
        m_thread
            .run([card](const Store &store) -> Result<QString> {
                const Scheduler scheduler{SchedulerSettings{}};
                const Moment now = currentMoment();
                const auto before = store.reviews().state(card);
                if (!before)
                    return std::unexpected(before.error());
                const Answered answered = scheduler.answer(*before, Grade::Good, now, card);
                Review review{.cardUid = card,
                    .at = now,
                    .kind = kindOfAnswer(before->phase),
                    .grade = Grade::Good,
                    .before = before->memory,
                    .after = answered.after.memory,
                    .intervalSeconds = answered.wait.seconds + answered.wait.days * 86'400LL};
                return store.reviews().append(review, answered.after).transform([&] {
                    return review.uid;
                });
            })
            .then(this, [this](const Result<QString> &uid) {
                if (!uid) {
                    say(u"E "_s + describe(uid.error()));
                    return;
                }
                say(u"R "_s + *uid);
                // A little rest: the log is not to grow into thousands of rows, and others run beside this one.
                QTimer::singleShot(5, this, [this] { next(); });
            });
    }

private:
    StoreThread &m_thread;
    int m_count = 0;
};

/// Reviews and types until it is killed.
int untilKilled(const QString &path)
{
    StoreThread thread;
    const StoreThread::Opened opened = thread.open(path).result();
    if (!opened) {
        say(u"E "_s + describe(opened.error().error));
        return 1;
    }
    Reviewer reviewer(thread);
    reviewer.next();

    DraftSaver saver(thread);
    QString body;
    int key = 0;
    QTimer keys;
    QObject::connect(&keys, &QTimer::timeout, &saver, [&] {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        body += u"%1:%2 "_s.arg(key).arg(now);
        saver.typed({.itemUid = u"exercise:1"_s, .slot = u"main.py"_s, .body = body});
        if (key++ == 0)
            say(u"F %1"_s.arg(now));
    });
    keys.start(8);
    return QCoreApplication::exec();
}

bool mountSmall(const QString &folder, const char *options)
{
    const bool root = geteuid() == 0;
    const uid_t user = getuid();
    const gid_t group = getgid();
    if (unshare(root ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0)
        return false;
    if (!root) {
        const auto write = [](const char *file, const QString &text) {
            QFile map(QString::fromLatin1(file));
            std::ignore = map.open(QIODevice::WriteOnly) && map.write(text.toLatin1()) > 0;
        };
        write("/proc/self/setgroups", u"deny"_s);
        write("/proc/self/uid_map", u"%1 %1 1"_s.arg(user));
        write("/proc/self/gid_map", u"%1 %1 1"_s.arg(group));
    }
    if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return false;
    return mount("tmpfs", QFile::encodeName(folder).constData(), "tmpfs", 0, options) == 0;
}

/// Reviews until the disk is full, makes room, goes on; every acknowledged row must be there in the
/// end.
int fullDisk(const QString &folder)
{
    if (!mountSmall(folder, "size=640k"))
        return cannotMount;
    const QString ballast = folder + u"/ballast"_s;
    QFile filler(ballast);
    if (!filler.open(QIODevice::WriteOnly) || filler.write(QByteArray(64 << 10, 'x')) < 0)
        return 1;
    filler.close();

    const QString path = folder + u"/progress.sqlite"_s;
    auto store = Store::open(path);
    if (!store)
        return 1;
    qint64 acknowledged = 0;
    const auto reviewOnce = [&]() -> Result<> {
        Review review{.cardUid = u"card"_s, .at = currentMoment(), .grade = Grade::Good};
        const CardState after = replay({review}, SchedulerSettings{});
        return (*store)->reviews().append(review, after).transform([&] { ++acknowledged; });
    };
    Result<> result;
    while (result && acknowledged < 100'000)
        result = reviewOnce();
    say(u"full after %1: %2"_s.arg(acknowledged > 0 ? u"some"_s : u"none"_s,
        result ? u"no error"_s : errnoName(result.error().errnum)));
    const auto rows = (*store)->reviews().count();
    say(rows && *rows == acknowledged ? u"all acknowledged rows are there"_s : u"rows differ"_s);

    // A draft does not fit either, and says so.
    const auto draft = (*store)->drafts().save(
        {.itemUid = u"x"_s, .slot = u"y"_s, .body = QString(200'000, u'z')});
    say(u"draft: "_s + (draft ? u"saved"_s : errnoName(draft.error().errnum)));
    const auto backup = (*store)->backUpDaily(QDate(2026, 11, 20));
    say(u"backup: "_s + (backup ? u"made"_s : u"refused"_s));
    say(u"left over: "_s + QDir(folder + u"/backups"_s).entryList(QDir::Files).join(u','));

    if (!QFile::remove(ballast))
        return 1;
    say(reviewOnce() ? u"goes on when there is room"_s : u"stays broken"_s);
    store->reset();
    store = Store::open(path);
    const auto after = store ? (*store)->reviews().count() : Result<qint64>(-1);
    say(after && *after == acknowledged ? u"all rows after reopening"_s : u"rows lost"_s);

    store->reset();

    // Not one byte left: the first file opens no more, and a second one cannot even be begun.
    if (!filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return 1;
    while (filler.write(QByteArray(4096, 'x')) > 0) { }
    const auto again = Store::open(path);
    say(again ? u"opened"_s : u"first file: kind %1"_s.arg(int(again.error().kind)));
    const auto fresh = Store::open(folder + u"/other.sqlite"_s);
    say(fresh ? u"opened"_s : u"second file: kind %1"_s.arg(int(fresh.error().kind)));
    return 0;
}

/// The same file, on a disk that can only be read: after a clean end and after a kill.
int readOnlyHome(const QString &folder, bool killed)
{
    if (!mountSmall(folder, "size=4m"))
        return cannotMount;
    const QString path = folder + u"/home/progress.sqlite"_s;
    {
        const auto store = Store::open(path);
        if (!store)
            return 1;
        Review review{.cardUid = u"card"_s, .at = currentMoment(), .grade = Grade::Good};
        if (!(*store)->reviews().append(review, replay({review}, SchedulerSettings{})))
            return 1;
        // As a kill leaves it: the write-ahead log is not merged, and no shared memory stays.
        if (killed)
            for (const QString &end : {u""_s, u"-wal"_s})
                QFile::copy(path + end, folder + u"/copy"_s + end);
    }
    if (killed)
        for (const QString &end : {u""_s, u"-wal"_s}) {
            QFile::remove(path + end);
            QFile::rename(folder + u"/copy"_s + end, path + end);
        }
    if (mount(nullptr, QFile::encodeName(folder).constData(), nullptr, MS_REMOUNT | MS_RDONLY,
            "size=4m")
        != 0)
        return cannotMount;

    const auto writable = Store::open(path);
    if (writable)
        return 1;
    QStringList choices;
    for (const OpenFailure::Choice choice : writable.error().choices())
        choices.append(QString::number(int(choice)));
    say(u"kind %1, choices %2"_s.arg(int(writable.error().kind)).arg(choices.join(u' ')));
    const auto store = Store::open(path, {.access = Store::Access::ReadOnly});
    if (!store) {
        say(u"read-only: "_s + describe(store.error().error));
        return 0;
    }
    const auto rows = (*store)->reviews().count();
    say(u"read-only: %1 rows"_s.arg(rows ? *rows : -1));
    Review review{.cardUid = u"card"_s, .at = currentMoment(), .grade = Grade::Good};
    say((*store)->reviews().append(review, {}) ? u"written"_s : u"writing is refused"_s);
    const auto nowhere = Store::open(folder + u"/nowhere/yet/progress.sqlite"_s);
    say(u"new file: kind %1"_s.arg(nowhere ? -1 : int(nowhere.error().kind)));
    return 0;
}

/// The file that tests of later versions open: made once, by the version whose number it bears.
int makeFixture(const QString &path)
{
    const auto store = Store::open(path, {.place = Place::Network});
    if (!store)
        return 1;
    const Scheduler scheduler{SchedulerSettings{}};
    CardState card;
    for (int day : {0, 3, 9, 20, 50}) {
        const Moment now{
            .ms = (20'000LL + day) * 86'400'000, .tzMinutes = 60, .studyDay = 20'000 + day};
        const Answered answered = scheduler.answer(card, Grade::Good, now, u"question:Q05.1"_s);
        Review review{.cardUid = u"question:Q05.1"_s,
            .at = now,
            .elapsedDays = answered.elapsedDays,
            .kind = kindOfAnswer(card.phase),
            .grade = Grade::Good,
            .before = card.memory,
            .predicted = answered.predicted,
            .after = answered.after.memory,
            .intervalSeconds = answered.wait.seconds + answered.wait.days * 86'400LL};
        if (!(*store)->reviews().append(review, answered.after))
            return 1;
        card = answered.after;
    }
    const auto draft = (*store)->drafts().save(
        {.itemUid = u"exercise:1"_s, .slot = u"main.py"_s, .body = u"print(1)\n"_s});
    return draft ? 0 : 1;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3)
        return 2;
    if (arguments[1] == u"until-killed")
        return untilKilled(arguments[2]);
    if (arguments[1] == u"full-disk")
        return fullDisk(arguments[2]);
    if (arguments[1] == u"read-only-home")
        return readOnlyHome(arguments[2], false);
    if (arguments[1] == u"read-only-home-after-kill")
        return readOnlyHome(arguments[2], true);
    if (arguments[1] == u"make-fixture")
        return makeFixture(arguments[2]);
    return 2;
}
