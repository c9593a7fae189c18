#include "grading/world.h"

#include "base/bytes.h"
#include "grading/worldbuilder.h"

#include <QDateTime>
#include <QTimeZone>

namespace ringside::grading {

namespace {

using Type = filesystem::EntryType;

// More than any exercise has a use for; a slip in a manifest must not fill the memory.
constexpr qint64 largestCount = 50'000;
constexpr qint64 largestContent = 64 << 20;
constexpr int drawsForAFreeName = 1000;

/// Replaces {word}, {n} and {hex}, the words by a fresh draw each. Everything else in braces stays
/// as it is.
QByteArray fill(QByteArray text, Random &random, qint64 number)
{
    QByteArray out;
    for (qsizetype i = 0; i < text.size();) {
        const QByteArrayView rest = QByteArrayView(text).sliced(i);
        if (rest.startsWith("{word}")) {
            out += drawWord(random);
            i += 6;
        } else if (rest.startsWith("{hex}")) {
            out += random.bytes(4).toHex();
            i += 5;
        } else if (rest.startsWith("{n}")) {
            out += QByteArray::number(number);
            i += 3;
        } else {
            out += text[i++];
        }
    }
    return out;
}

/// Reads the entries of one world into the builder.
class EntryReader
{
public:
    EntryReader(WorldBuilder &builder, World &world, QString file)
        : m_builder(builder)
        , m_world(world)
        , m_file(std::move(file))
    {
    }

    Result<> read(const course::WorldEntry &entry, Random random)
    {
        Settings keys(m_file, entry.line, entry.keys);
        addEntry(keys, random);
        if (keys.error())
            return std::unexpected(*keys.error());
        if (!m_builder.problem().isEmpty())
            return contentError(m_file, entry.line, m_builder.problem());
        return {};
    }

private:
    void addEntry(Settings &keys, Random &random)
    {
        if (keys.has(QStringLiteral("fixture")))
            addFixture(m_builder, m_world, keys, random);
        else if (keys.has(QStringLiteral("remove")))
            m_builder.remove(keys.path(QStringLiteral("remove")));
        else if (keys.has(QStringLiteral("hard")))
            m_builder.addHardLink(
                keys.path(QStringLiteral("hard")), keys.path(QStringLiteral("of")));
        else
            addCounted(keys, random);
    }

    void addCounted(Settings &keys, Random &random)
    {
        const auto [least, most] = keys.range(QStringLiteral("count"), 1);
        if (most > largestCount)
            return keys.fail(QStringLiteral("count"), QStringLiteral("too many"));
        const qint64 count = random.between(least, most);
        for (qint64 n = 1; n <= count && !keys.error() && m_builder.problem().isEmpty(); ++n)
            addOne(keys, random, n);
    }

    void addOne(Settings &keys, Random &random, qint64 number)
    {
        static const QStringList kinds{QStringLiteral("dir"), QStringLiteral("file"),
            QStringLiteral("link"), QStringLiteral("fifo"), QStringLiteral("socket")};
        const auto kind
            = std::ranges::find_if(kinds, [&](const QString &k) { return keys.has(k); });
        if (kind == kinds.end())
            return keys.fail({},
                QStringLiteral(
                    "an entry is a dir, file, link, hard, fifo, socket, fixture or remove"));
        const QByteArray path = freePath(keys, *kind, random, number);
        if (*kind == u"dir")
            m_builder.addDirectory(path, keys.mode(QStringLiteral("mode")).value_or(0755));
        else if (*kind == u"file")
            addFile(keys, path, random, number);
        else if (*kind == u"link")
            m_builder.addLink(path, fill(keys.path(QStringLiteral("to")), random, number));
        else
            m_builder.addSpecial(*kind == u"fifo" ? Type::Fifo : Type::Socket, path,
                keys.mode(QStringLiteral("mode")).value_or(0644));
        if (keys.has(QStringLiteral("mtime")))
            m_builder.setTime(path, modifiedTime(keys));
    }

    /// A drawn name may meet one that was drawn before: then it is drawn again.
    QByteArray freePath(Settings &keys, const QString &kind, Random &random, qint64 number)
    {
        const QByteArray pattern = keys.path(kind);
        QByteArray path = fill(pattern, random, number);
        const bool drawn = pattern.contains("{word}") || pattern.contains("{hex}");
        for (int tries = 0; drawn && m_builder.has(path) && tries < drawsForAFreeName; ++tries)
            path = fill(pattern, random, number);
        if (drawn && m_builder.has(path))
            keys.fail(kind, QStringLiteral("no free name can be drawn any more: add {n} or {hex}"));
        return path;
    }

    void addFile(Settings &keys, const QByteArray &path, Random &random, qint64 number)
    {
        const quint32 mode = keys.mode(QStringLiteral("mode")).value_or(0644);
        if (keys.has(QStringLiteral("sparse")))
            return m_builder.addSparseFile(path, keys.number(QStringLiteral("sparse")), mode);
        m_builder.addFile(path, content(keys, random, number), mode);
    }

    QByteArray content(Settings &keys, Random &random, qint64 number)
    {
        if (keys.has(QStringLiteral("hex")))
            return decoded(keys, QStringLiteral("hex"));
        if (keys.has(QStringLiteral("base64")))
            return decoded(keys, QStringLiteral("base64"));
        if (keys.has(QStringLiteral("same_as")))
            return contentOf(keys);
        if (keys.has(QStringLiteral("size")))
            return drawnBytes(keys, random);
        if (!keys.has(QStringLiteral("one_of")))
            return filledText(keys.text(QStringLiteral("text")), random, number);
        const QStringList texts = keys.texts(QStringLiteral("one_of"));
        if (texts.isEmpty()) {
            keys.fail(QStringLiteral("one_of"), QStringLiteral("expected at least one text"));
            return {};
        }
        return filledText(texts[random.between(0, texts.size() - 1)], random, number);
    }

    [[nodiscard]] QByteArray filledText(const QString &text, Random &random, qint64 number) const
    {
        return fill(text.toUtf8(), random, number).replace("{secret}", m_world.secret);
    }

    QByteArray decoded(Settings &keys, const QString &key)
    {
        const QByteArray text = keys.text(key).toLatin1().simplified().replace(' ', QByteArray());
        const bool hex = key == u"hex";
        const auto result
            = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
        const QByteArray bytes = hex ? QByteArray::fromHex(text) : result.decoded;
        if (hex ? bytes.toHex() != text.toLower() : !result)
            keys.fail(key,
                QStringLiteral("not %1").arg(
                    hex ? QStringLiteral("hexadecimal") : QStringLiteral("base64")));
        return bytes;
    }

    QByteArray contentOf(Settings &keys)
    {
        const filesystem::Entry *other = m_builder.find(keys.path(QStringLiteral("same_as")));
        if (other && other->type == Type::File)
            return other->content;
        keys.fail(QStringLiteral("same_as"), QStringLiteral("no file of this path stands above"));
        return {};
    }

    QByteArray drawnBytes(Settings &keys, Random &random)
    {
        const auto [least, most] = keys.range(QStringLiteral("size"));
        if (most > largestContent) {
            keys.fail(QStringLiteral("size"),
                QStringLiteral("too large; `sparse` makes large files without data"));
            return {};
        }
        return random.bytes(random.between(least, most));
    }

    static qint64 modifiedTime(Settings &keys)
    {
        const QString key = QStringLiteral("mtime");
        const QVariant value = keys.value(key);
        if (value.typeId() != QMetaType::QString)
            return worldTimeSeconds - keys.number(key);
        const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODate);
        if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
            keys.fail(key, QStringLiteral("expected a time such as 2024-05-01T12:00:00Z"));
        return time.toSecsSinceEpoch();
    }

    WorldBuilder &m_builder;
    World &m_world;
    QString m_file;
};

/// A world and those it extends, the most basic first.
Result<QList<const course::WorldSpec *>> chainOf(const WorldBook &book, QStringView name)
{
    QList<const course::WorldSpec *> chain;
    for (QString next = name.toString(); !next.isEmpty(); next = chain.first()->extends) {
        const auto spec = std::ranges::find(book.specs, next, &course::WorldSpec::name);
        const int line = chain.isEmpty() ? 0 : chain.first()->line;
        if (spec == book.specs.end())
            return contentError(book.file, line, QStringLiteral("no world \"%1\"").arg(next));
        if (chain.contains(&*spec))
            return contentError(
                book.file, line, QStringLiteral("worlds extend each other in a circle"));
        chain.prepend(&*spec);
    }
    return chain;
}

Result<> addEntries(EntryReader &reader, const QList<course::WorldEntry> &entries,
    const QByteArray &stream, quint64 seed)
{
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const Random random(seed, stream + ':' + QByteArray::number(i));
        if (const auto read = reader.read(entries[i], random); !read)
            return read;
    }
    return {};
}

QList<course::WorldEntry> nestedEntries(Settings &mount)
{
    QList<course::WorldEntry> entries;
    const QList<Settings> tables = mount.tables(QStringLiteral("entries"));
    for (const Settings &table : tables)
        entries.append({.keys = table.all(), .line = table.line()});
    return entries;
}

Result<> addMount(World &world, Settings &keys, const QByteArray &stream, quint64 seed)
{
    sandbox::ExtraMount mount{.path = pathInBox(keys.path(QStringLiteral("at"))),
        .bytes = keys.number(QStringLiteral("bytes"), 1 << 20),
        .inodes = static_cast<int>(keys.number(QStringLiteral("inodes"), 256)),
        .readOnly = keys.flag(QStringLiteral("read_only"))};
    WorldBuilder builder;
    EntryReader reader(builder, world, keys.file());
    const auto read = addEntries(reader, nestedEntries(keys), stream, seed);
    if (!read)
        return read;
    if (keys.error())
        return std::unexpected(*keys.error());
    mount.content = builder.take();
    world.mounts.append(std::move(mount));
    return {};
}

class WorldMaker
{
public:
    WorldMaker(const WorldBook &book, quint64 seed)
        : m_book(book)
        , m_seed(seed)
        , m_reader(m_builder, m_world, book.file)
    {
    }

    Result<World> make(QStringView name)
    {
        const auto chain = chainOf(m_book, name);
        if (!chain)
            return std::unexpected(chain.error());
        for (const course::WorldSpec *spec : *chain) {
            if (const auto added = add(*spec); !added)
                return std::unexpected(added.error());
        }
        addMountPoints();
        m_world.tree = m_builder.take();
        return m_world;
    }

private:
    Result<> add(const course::WorldSpec &spec)
    {
        m_builder.beginWorld();
        const QByteArray stream = spec.name.toUtf8();
        Settings settings(m_book.file, spec.line, spec.settings);
        addSecret(settings, Random(m_seed, stream + "/secret"));
        addEnvironment(settings, Random(m_seed, stream + "/env"));
        addCompanions(settings);
        if (settings.error())
            return std::unexpected(*settings.error());
        const auto entries = addEntries(m_reader, spec.entries, stream, m_seed);
        return entries ? addMounts(settings, stream) : entries;
    }

    void addSecret(Settings &settings, Random random)
    {
        if (settings.has(QStringLiteral("secret")))
            m_world.secret = fill(settings.text(QStringLiteral("secret")).toUtf8(), random, 1);
    }

    void addEnvironment(Settings &settings, Random random)
    {
        const QVariantMap table = settings.table(QStringLiteral("env"));
        for (auto it = table.begin(); it != table.end(); ++it) {
            const auto value = bytesOfName(it.value().toString());
            if (!value)
                settings.fail(QStringLiteral("env"),
                    QStringLiteral("%1: only \\xNN and \\\\ may follow a backslash").arg(it.key()));
            QByteArray text = fill(value.value_or(QByteArray()), random, 1);
            text.replace("{secret}", m_world.secret);
            setEnvironment(it.key().toUtf8(), text);
        }
    }

    void setEnvironment(const QByteArray &name, const QByteArray &value)
    {
        m_world.environment.removeIf([&](const auto &pair) { return pair.first == name; });
        m_world.environment.emplaceBack(name, value);
    }

    void addCompanions(Settings &settings)
    {
        const QVariant value = settings.value(QStringLiteral("helpers"));
        const QVariantList list = value.toList();
        for (const QVariant &item : list) {
            const QString source = item.typeId() == QMetaType::QString
                ? item.toString()
                : item.toMap().value(QStringLiteral("python")).toString();
            if (source.isEmpty())
                settings.fail(QStringLiteral("helpers"),
                    QStringLiteral("expected Python text or { python = … }"));
            m_world.companions.append({source});
        }
    }

    Result<> addMounts(Settings &settings, const QByteArray &stream)
    {
        QList<Settings> mounts = settings.tables(QStringLiteral("mounts"));
        for (qsizetype i = 0; i < mounts.size(); ++i) {
            const QByteArray name = stream + "/mount" + QByteArray::number(i);
            if (const auto added = addMount(m_world, mounts[i], name, m_seed); !added)
                return added;
        }
        return settings.error() ? Result<>(std::unexpected(*settings.error())) : Result<>();
    }

    /// A mount below the working directory needs a directory to stand on.
    void addMountPoints()
    {
        const QByteArray home = pathInBox({}) + '/';
        for (const sandbox::ExtraMount &mount : std::as_const(m_world.mounts)) {
            const QByteArray below
                = mount.path.startsWith(home) ? mount.path.sliced(home.size()) : QByteArray();
            if (!below.isEmpty() && !m_builder.has(below))
                m_builder.addDirectory(below);
        }
    }

    const WorldBook &m_book;
    quint64 m_seed;
    World m_world;
    WorldBuilder m_builder;
    EntryReader m_reader;
};

QString typeMark(const filesystem::Entry &entry)
{
    switch (entry.type) {
    case Type::Directory:
        return QStringLiteral("/");
    case Type::SymbolicLink:
        return QStringLiteral(" -> ") + displayName(entry.target);
    case Type::Fifo:
        return QStringLiteral("|");
    case Type::Socket:
        return QStringLiteral("=");
    case Type::CharDevice:
    case Type::BlockDevice:
    case Type::File:
        break;
    }
    return {};
}

/// A name as `ls -F` marks it, with the mode when it is not the usual one.
QString pictureLine(const filesystem::Entry &entry)
{
    const qsizetype slash = entry.path.lastIndexOf('/');
    const qsizetype depth = entry.path.count('/');
    QString line = QString(2 * std::min<qsizetype>(depth, 20), u' ')
        + displayName(QByteArrayView(entry.path).sliced(slash + 1)) + typeMark(entry);
    const quint32 usual = entry.type == Type::Directory ? 0755 : 0644;
    if (entry.type != Type::SymbolicLink && entry.mode != usual)
        line += QStringLiteral("  ") + octalMode(entry.mode);
    return line;
}

/// Depth-first, as a reader expects it: "a", "a/b", then "a-b", which byte order would put before
/// "a/b".
bool readsBefore(const filesystem::Entry &left, const filesystem::Entry &right)
{
    const auto key = [](const filesystem::Entry &entry) {
        return QByteArray(entry.path).replace('/', '\x01');
    };
    return key(left) < key(right);
}

} // namespace

Result<World> buildWorld(const WorldBook &book, QStringView name, quint64 seed)
{
    return WorldMaker(book, seed).make(name);
}

Result<World> buildWorld(const course::Exercise &exercise, const course::Case &run, quint64 seed)
{
    return buildWorld(
        {exercise.folder + QStringLiteral("/world.toml"), exercise.worlds}, run.world, seed);
}

QByteArray pathInBox(const QByteArray &path)
{
    if (path.startsWith('/'))
        return path;
    return path.isEmpty() || path == "." ? QByteArray("/home/learner") : "/home/learner/" + path;
}

QString picture(const filesystem::Tree &tree, int lines)
{
    QList<filesystem::Entry> entries = tree.entries;
    std::ranges::sort(entries, readsBefore);
    QStringList text;
    for (const filesystem::Entry &entry : std::as_const(entries)) {
        if (text.size() == lines) {
            text.append(QStringLiteral("… +%1").arg(entries.size() - lines));
            break;
        }
        text.append(pictureLine(entry));
    }
    return text.join(u'\n');
}

} // namespace ringside::grading
