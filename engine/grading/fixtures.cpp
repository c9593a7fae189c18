#include "grading/worldbuilder.h"
#include "lens/queries.h"

#include <QCryptographicHash>

#include <csignal>

namespace ringside::grading {

namespace {

using Type = filesystem::EntryType;
using namespace Qt::StringLiterals;

// A file name in the catalogue has this suffix unless the fixture says which one the exercise looks
// for.
const QString usualSuffix = u".txt"_s;

// Two different files of equal MD5. Source: Wang, Feng, Lai, Yu, "Collisions for Hash Functions
// MD4, MD5, HAVAL-128 and RIPEMD" (2004); the digest is the curriculum's.
const QByteArray collisionHex = "d131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f8955"
                                "ad340609f4b30283e488832571415a"
                                "085125e8f7cdc99fd91dbdf280373c5bd8823e3156348f5bae6dacd436c919c6dd"
                                "53e2b487da03fd02396306d248cda0"
                                "e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70";
const QByteArray collisionDigest = "79054025255fb1a26e4bc422aef54eb4";
constexpr std::array collisionOffsets{19, 45, 59, 83, 109, 123};

// More than the lens counts before it ends a run.
constexpr qint64 mostCalls = 2'000'000;

/// What every fixture works on.
struct Site
{
    WorldBuilder &builder;
    World &world;
    Settings &keys;
    Random &random;
    QByteArray at;
    QByteArray suffix;

    [[nodiscard]] QByteArray path(const QByteArray &name) const { return joinPath(at, name); }
    void directory(const QByteArray &name, quint32 mode = 0755) const
    {
        builder.addDirectory(path(name), mode);
    }
    void file(const QByteArray &name, const QByteArray &content = "x\n", quint32 mode = 0644) const
    {
        builder.addFile(path(name), content, mode);
    }
    void link(const QByteArray &name, const QByteArray &target) const
    {
        builder.addLink(path(name), target);
    }
};

void hidden(const Site &site)
{
    site.file(".git/HEAD", "ref: refs/heads/main\n");
    site.file(".git/match" + site.suffix);
    site.file(".cache/match" + site.suffix);
    site.file(".env", "MODE=test\n");
    site.file(".match" + site.suffix);
}

void loops(const Site &site)
{
    const QByteArray suffix = site.keys.text(u"suffix"_s).toUtf8();
    site.link("self" + suffix, "self" + suffix);
    site.link("a" + suffix, "b" + suffix);
    site.link("b" + suffix, "a" + suffix);
}

void upward(const Site &site)
{
    site.file("sibling/inside" + site.suffix);
    site.link("twice", "sibling");
    site.directory("deeper");
    site.link("deeper/up", "..");
}

void broken(const Site &site)
{
    site.link("broken", "nowhere");
    site.link("broken" + site.suffix, "nowhere" + site.suffix);
}

void denied(const Site &site)
{
    for (const auto &[name, mode] :
        {std::pair{"closed", 0U}, {"names-only", 0444U}, {"reach-only", 0111U}}) {
        site.directory(name, mode);
        site.file(QByteArray(name) + "/inside" + site.suffix);
    }
    site.file("unreadable" + site.suffix, "x\n", 0);
}

void unicodeNames(const Site &site)
{
    site.file("caf\xc3\xa9" + site.suffix, "composed\n");
    site.file("cafe\xcc\x81" + site.suffix, "decomposed\n");
    site.file("\xf0\x9f\x90\x8d" + site.suffix); // a snake
    site.file("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d" + site.suffix); // right to left
    site.file(QByteArray("\xc3\xa4").repeated(127) + "x"); // 255 bytes, 128 characters
}

void rawBytes(const Site &site)
{
    site.file("caf\xe9" + site.suffix);
}

void nastyNames(const Site &site)
{
    for (const char *name : {"line\nbreak", "-rf", " leading", "trailing ", "*", "$(id)",
             "it's \"quoted\"", "a;b", "..x"})
        site.file(name + site.suffix, name);
    site.file("trailing space" + site.suffix + ' ');
}

void emptiness(const Site &site)
{
    site.file("empty" + site.suffix, {});
    site.directory("hollow");
    site.directory("x/y/z");
}

void huge(const Site &site)
{
    const qint64 count = site.keys.number(u"entries"_s, 20'000);
    const QStringList suffixes
        = site.keys.texts(u"suffixes"_s, {u".txt"_s, u".py"_s, u".PY"_s, u".log"_s, u""_s});
    if (count < 1 || count > 100'000 || suffixes.isEmpty())
        return site.keys.fail(u"entries"_s, u"expected 1 to 100000, and at least one suffix"_s);
    for (qint64 n = 1; n <= count; ++n) {
        const QString &suffix = suffixes[site.random.between(0, suffixes.size() - 1)];
        site.file("f" + QByteArray::number(n).rightJustified(6, '0') + suffix.toUtf8(), {});
    }
}

void deep(const Site &site)
{
    const qint64 depth = site.keys.number(u"depth"_s, 1500);
    if (depth < 1 || depth > 3000)
        return site.keys.fail(u"depth"_s, u"expected 1 to 3000"_s);
    QByteArray path = "directory0";
    for (qint64 n = 1; n < depth; ++n)
        path += "/directory" + QByteArray::number(n % 10);
    site.file(path + "/bottom" + site.suffix);
}

void hardLinks(const Site &site)
{
    site.file("one" + site.suffix, site.random.bytes(site.random.between(100, 1000)));
    for (const char *name : {"two", "three"})
        site.builder.addHardLink(site.path(name + site.suffix), site.path("one" + site.suffix));
}

void sparse(const Site &site)
{
    const qint64 size = site.keys.number(u"size"_s, 1'000'000'000);
    const qint64 files = site.keys.number(u"files"_s, 1);
    for (qint64 n = 1; n <= files; ++n)
        site.builder.addSparseFile(site.path("sparse" + QByteArray::number(n) + ".bin"), size);
}

void specialFiles(const Site &site)
{
    site.builder.addSpecial(Type::Fifo, site.path("pipe" + site.suffix));
    site.builder.addSpecial(Type::Socket, site.path("socket" + site.suffix));
    site.link("zero" + site.suffix, "/dev/zero");
    site.link("full" + site.suffix, "/dev/full");
}

void modes(const Site &site)
{
    for (quint32 mode : {0777U, 0666U, 0644U, 0600U, 04755U, 02755U, 0U})
        site.file("file-" + QByteArray::number(mode, 8).rightJustified(4, '0'), "x\n", mode);
    for (quint32 mode : {0777U, 01777U, 02775U, 0755U, 0700U, 0U})
        site.directory("dir-" + QByteArray::number(mode, 8).rightJustified(4, '0'), mode);
}

/// Files that nothing may touch, and links to them planted where the learner's code works
/// (`links`).
void sentinels(const Site &site)
{
    site.file("keep.txt", "sentinel " + site.random.bytes(8).toHex() + '\n');
    site.file("private.key", "key " + site.random.bytes(16).toHex() + '\n', 0600);
    site.file("folder/data.bin", site.random.bytes(64));
    if (!site.keys.has(u"links"_s))
        return;
    const QByteArray from = site.keys.path(u"links"_s);
    const QByteArray up
        = from == "." ? QByteArray() : QByteArray("../").repeated(from.count('/') + 1);
    site.builder.addLink(joinPath(from, "to-keep.txt"), up + site.path("keep.txt"));
    site.builder.addLink(joinPath(from, "to-key"), up + site.path("private.key"));
    site.builder.addLink(joinPath(from, "to-folder"), up + site.path("folder"));
}

void lineEnds(const Site &site)
{
    site.file("lf" + site.suffix, "one\ntwo\nthree\n");
    site.file("crlf" + site.suffix, "one\r\ntwo\r\nthree\r\n");
    site.file("cr" + site.suffix, "one\rtwo\rthree\r");
    site.file("mixed" + site.suffix, "one\ntwo\r\nthree\rfour\n\r\n");
    site.file("unended" + site.suffix, "one\ntwo");
}

void byteOrderMarks(const Site &site)
{
    site.file("utf-8-sig" + site.suffix, "\xef\xbb\xbfname\xc3\xa9\n");
    site.file("utf-16-le" + site.suffix, QByteArray("\xff\xfen\0a\0\xe9\0\n\0", 10));
    site.file("utf-16-be" + site.suffix, QByteArray("\xfe\xff\0n\0a\0\xe9\0\n", 10));
}

void encodings(const Site &site)
{
    site.file("latin-1" + site.suffix, "caf\xe9 na\xefve\n");
    site.file("invalid" + site.suffix, "good \xc3\xa9 bad \xc3( cut \xe2\x82\n");
    site.file("cut" + site.suffix, "ends in the middle of \xe2\x82");
}

void collision(const Site &site)
{
    const QByteArray first = QByteArray::fromHex(collisionHex);
    QByteArray second = first;
    for (const int offset : collisionOffsets)
        second[offset] = static_cast<char>(static_cast<uchar>(second[offset]) ^ 0x80U);
    const auto md5 = [](const QByteArray &bytes) {
        return QCryptographicHash::hash(bytes, QCryptographicHash::Md5).toHex();
    };
    if (md5(first) != collisionDigest || md5(second) != collisionDigest)
        return site.keys.fail({}, u"the two files of FX-MD5 lost their common digest"_s);
    site.file("collision-a" + site.suffix, first);
    site.file("collision-b" + site.suffix, second);
}

void hostileEnvironment(const Site &site)
{
    site.world.environment.emplaceBack("EMPTY", QByteArray());
    site.world.environment.emplaceBack("RAW", QByteArray("caf\xe9"));
    site.world.environment.emplaceBack("LONG", QByteArray(130'000, 'x'));
}

void mount(const Site &site, sandbox::ExtraMount mount)
{
    mount.path = pathInBox(site.at);
    mount.bytes = site.keys.number(u"bytes"_s, mount.bytes);
    mount.inodes = static_cast<int>(site.keys.number(u"inodes"_s, mount.inodes));
    site.world.mounts.append(std::move(mount));
}

void fullDisk(const Site &site)
{
    mount(site, {.bytes = 64 << 10, .inodes = 256});
}
void fewInodes(const Site &site)
{
    mount(site, {.bytes = 1 << 20, .inodes = 10});
}
void otherFileSystem(const Site &site)
{
    mount(site, {});
}

void readOnly(const Site &site)
{
    WorldBuilder content;
    content.addFile("kept" + site.suffix, "read only\n");
    mount(site, {.readOnly = true, .content = content.take()});
}

/// Which call it waits for is said by the same keys for all of them.
void disturb(const Site &site, Disturbance disturbance)
{
    const qint64 call = site.keys.number(u"call"_s);
    if (call < 0 || call > mostCalls)
        return site.keys.fail(u"call"_s, u"expected 0 to %1"_s.arg(mostCalls));
    const QStringList names = site.keys.texts(u"calls"_s);
    const auto numbers = lens::callNumbers(names);
    if (!numbers)
        return site.keys.fail(u"calls"_s,
            u"no system call and no group of them is called so: "_s + names.join(u", "_s));
    disturbance.calls = *numbers;
    disturbance.atCall = static_cast<int>(call);
    if (site.keys.has(u"on"_s))
        disturbance.on = pathInBox(site.keys.path(u"on"_s));
    site.world.disturbances.append(std::move(disturbance));
}

void vanish(const Site &site)
{
    if (!site.keys.has(u"path"_s))
        return site.keys.fail(u"path"_s, u"which name vanishes?"_s);
    disturb(site,
        {.kind = Disturbance::Kind::Vanish,
            .path = site.keys.path(u"path"_s),
            .other = site.keys.path(u"renamed"_s)});
}

void swap(const Site &site)
{
    const auto isSwap = [](const Disturbance &one) { return one.kind == Disturbance::Kind::Swap; };
    if (!site.keys.has(u"path"_s) || !site.keys.has(u"with"_s))
        return site.keys.fail(u"path"_s, u"which name becomes a link, and `with` which text?"_s);
    if (std::ranges::any_of(site.world.disturbances, isSwap))
        return site.keys.fail(u"fixture"_s, u"a world has one FX-SWAP at most"_s);
    disturb(site,
        {.kind = Disturbance::Kind::Swap,
            .path = site.keys.path(u"path"_s),
            .other = site.keys.path(u"with"_s)});
}

void sendSignal(const Site &site)
{
    static const QHash<QString, int> signalNumbers{
        {u"SIGTERM"_s, SIGTERM}, {u"SIGINT"_s, SIGINT}, {u"SIGKILL"_s, SIGKILL}};
    const int number = signalNumbers.value(site.keys.text(u"signal"_s, u"SIGTERM"_s));
    if (number == 0)
        return site.keys.fail(u"signal"_s, u"expected SIGTERM, SIGINT or SIGKILL"_s);
    disturb(site, {.kind = Disturbance::Kind::Signal, .signal = number});
}

struct Fixture
{
    void (*build)(const Site &);
    QStringList keys; ///< besides `fixture`
};

const QHash<QString, Fixture> &catalogue()
{
    const QStringList named{u"at"_s, u"suffix"_s};
    const QStringList mounted{u"at"_s, u"suffix"_s, u"bytes"_s, u"inodes"_s};
    static const QHash<QString, Fixture> fixtures{
        {u"FX-HID"_s, {hidden, named}},
        {u"FX-LOOP"_s, {loops, named}},
        {u"FX-UP"_s, {upward, named}},
        {u"FX-BROKEN"_s, {broken, named}},
        {u"FX-DENY"_s, {denied, named}},
        {u"FX-UNI"_s, {unicodeNames, named}},
        {u"FX-RAW"_s, {rawBytes, named}},
        {u"FX-NASTY"_s, {nastyNames, named}},
        {u"FX-EMPTY"_s, {emptiness, named}},
        {u"FX-HUGE"_s, {huge, {u"at"_s, u"entries"_s, u"suffixes"_s}}},
        {u"FX-DEEP"_s, {deep, {u"at"_s, u"suffix"_s, u"depth"_s}}},
        {u"FX-VANISH"_s, {vanish, {u"path"_s, u"renamed"_s, u"call"_s, u"calls"_s, u"on"_s}}},
        {u"FX-HARD"_s, {hardLinks, named}},
        {u"FX-SPARSE"_s, {sparse, {u"at"_s, u"size"_s, u"files"_s}}},
        {u"FX-SPECIAL"_s, {specialFiles, named}},
        {u"FX-MODE"_s, {modes, {u"at"_s}}},
        {u"FX-SENT"_s, {sentinels, {u"at"_s, u"links"_s}}},
        {u"FX-SWAP"_s, {swap, {u"path"_s, u"with"_s, u"call"_s, u"calls"_s, u"on"_s}}},
        {u"FX-FULL"_s, {fullDisk, mounted}},
        {u"FX-INODE"_s, {fewInodes, mounted}},
        {u"FX-RO"_s, {readOnly, mounted}},
        {u"FX-XDEV"_s, {otherFileSystem, mounted}},
        {u"FX-CRLF"_s, {lineEnds, named}},
        {u"FX-BOM"_s, {byteOrderMarks, named}},
        {u"FX-ENC"_s, {encodings, named}},
        {u"FX-SIG"_s, {sendSignal, {u"signal"_s, u"call"_s, u"calls"_s, u"on"_s}}},
        {u"FX-ENV"_s, {hostileEnvironment, {}}},
        {u"FX-MD5"_s, {collision, named}},
    };
    return fixtures;
}

} // namespace

void addFixture(WorldBuilder &builder, World &world, Settings &keys, Random &random)
{
    const QString name = keys.text(u"fixture"_s);
    const auto fixture = catalogue().constFind(name);
    if (fixture == catalogue().constEnd())
        return keys.fail(u"fixture"_s, u"\"%1\" is not in the catalogue"_s.arg(name));
    keys.allow(QStringList{u"fixture"_s} + fixture->keys);
    const Site site{builder, world, keys, random, keys.path(u"at"_s, u"."_s),
        keys.text(u"suffix"_s, usualSuffix).toUtf8()};
    if (!keys.error())
        fixture->build(site);
}

} // namespace ringside::grading
