#include "attacks/corpus.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>

namespace ringside::tests {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using filesystem::EntryType;
using sandbox::Ending;

namespace {

struct TypeName
{
    const char *name;
    EntryType type;
};

constexpr std::array typeNames{TypeName{"file", EntryType::File}, TypeName{"directory", EntryType::Directory},
    TypeName{"link", EntryType::SymbolicLink}, TypeName{"fifo", EntryType::Fifo},
    TypeName{"socket", EntryType::Socket}, TypeName{"device", EntryType::CharDevice}};

/// `\n`, `\\`, `\x1b` and the like become the byte they stand for.
QByteArray unescaped(const QByteArray &text)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char next = i + 1 < text.size() ? text[i + 1] : '\0';
        if (text[i] != '\\' || next == '\0') {
            bytes += text[i];
        } else if (next == 'x') {
            bytes += QByteArray::fromHex(text.mid(i + 2, 2));
            i += 3;
        } else {
            bytes += next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next;
            ++i;
        }
    }
    return bytes;
}

/// Limits that an attack does not meet by being slow on a busy machine.
sandbox::Limits wideLimits()
{
    sandbox::Limits limits;
    limits.wall = 120s;
    limits.cpu = 120s;
    return limits;
}

bool setLimit(sandbox::Limits &limits, const QByteArray &name, qint64 value)
{
    if (name == "wall")
        limits.wall = std::chrono::milliseconds(value);
    else if (name == "cpu")
        limits.cpu = std::chrono::milliseconds(value);
    else if (name == "memory")
        limits.memoryBytes = value << 20;
    else if (name == "output")
        limits.outputBytes = value << 10;
    else if (name == "disk")
        limits.diskBytes = value << 20;
    else if (name == "inodes")
        limits.inodes = static_cast<int>(value);
    else
        return false;
    return value > 0;
}

bool readLimits(AttackProgram &attack, const QByteArray &text)
{
    for (const QByteArray &limit : text.split(' ')) {
        const qsizetype equals = limit.indexOf('=');
        if (!setLimit(attack.limits, limit.left(equals), limit.mid(equals + 1).toLongLong()))
            return false;
    }
    return true;
}

bool readLeaving(AttackProgram &attack, const QByteArray &text)
{
    const qsizetype blank = text.lastIndexOf(' ');
    const QByteArray type = text.mid(blank + 1);
    const auto *found = std::ranges::find_if(typeNames, [&](const TypeName &name) { return type == name.name; });
    if (blank < 1 || found == typeNames.end())
        return false;
    attack.leavings.append({unescaped(text.left(blank)), found->type});
    return true;
}

bool readOutput(AttackProgram &attack, const QByteArray &text)
{
    attack.output = unescaped(text);
    if (text == "anything")
        attack.output.reset();
    else if (text == "nothing")
        attack.output = QByteArray();
    return true;
}

bool readNeed(AttackProgram &attack, const QByteArray &text)
{
    attack.isForX86 = text == "x86_64";
    if (text.startsWith("landlock "))
        attack.landlockAbi = text.mid(9).toInt();
    return attack.isForX86 || attack.landlockAbi > 0;
}

/// True when the line says what such a line may say.
bool readField(AttackProgram &attack, const QByteArray &field, const QByteArray &text)
{
    const auto note = [&text](bool &flag, const char *word) { return flag = text == word; };
    if (field == "Holds")
        return !(attack.holds = text).isEmpty();
    if (field == "Ends")
        return !(attack.endings = QByteArray(text).replace(" or ", ",").split(',')).isEmpty();
    if (field == "Prints")
        return readOutput(attack, text);
    if (field == "Leaves")
        return readLeaving(attack, text);
    if (field == "Limits")
        return readLimits(attack, text);
    if (field == "Needs")
        return readNeed(attack, text);
    if (field == "Tree")
        return note(attack.treeIsTruncated, "truncated");
    if (field == "Traced")
        return note(attack.isSeen, "seen");
    if (field == "Runs")
        return note(attack.runsOnce, "once");
    if (field == "Without Landlock")
        return note(attack.breaksWithoutLandlock, "broken");
    if (field == "Without filter")
        return note(attack.variesWithoutFilter, "depends") || note(attack.breaksWithoutFilter, "broken");
    return false;
}

/// "line-@" becomes "line-7" on line 7.
QByteArray withLineNumbers(const QByteArray &source)
{
    QByteArrayList lines = source.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i)
        lines[i].replace('@', QByteArray::number(i + 1));
    return lines.join('\n');
}

Result<AttackProgram> readAttack(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return systemError(u"open "_s + path, ENOENT);
    AttackProgram attack;
    attack.source = file.readAll();
    attack.limits = wideLimits();
    int number = 0;
    for (const QByteArray &line : attack.source.split('\n')) {
        ++number;
        if (!line.startsWith('#'))
            break;
        const QByteArray text = line.mid(2);
        const qsizetype colon = text.indexOf(": ");
        if (attack.name.isEmpty())
            attack.name = text;
        else if (!text.isEmpty() && !readField(attack, text.left(colon), text.mid(colon + 2)))
            return contentError(path, number, u"cannot be understood: "_s + QString::fromUtf8(line));
    }
    if (attack.name.isEmpty() || attack.holds.isEmpty())
        return contentError(path, 1, u"no header"_s);
    if (attack.isSeen)
        attack.source = withLineNumbers(attack.source);
    return attack;
}

QByteArray endingOf(const sandbox::RunReport &report)
{
    switch (report.ending) {
    case Ending::Exited:
        return "exit " + QByteArray::number(report.exitStatus);
    case Ending::Signalled:
        return "signal " + QByteArray::number(report.signal);
    case Ending::WallLimit:
        return "wall";
    case Ending::CpuLimit:
        return "cpu";
    case Ending::MemoryLimit:
        return "memory";
    case Ending::OutputLimit:
        return "output";
    default:
        return "ending " + QByteArray::number(static_cast<int>(report.ending));
    }
}

} // namespace

Result<QList<AttackProgram>> readCorpus()
{
    QList<AttackProgram> corpus;
    const QDir folder(u"" RINGSIDE_SOURCE_FOLDER "/tests/attacks/programs"_s);
    for (const QString &name : folder.entryList({u"*.py"_s}, QDir::Files, QDir::Name)) {
        Result<AttackProgram> attack = readAttack(folder.filePath(name));
        if (!attack)
            return std::unexpected(attack.error());
        corpus.append(std::move(*attack));
    }
    return corpus;
}

QByteArrayList contradictions(const AttackProgram &attack, const sandbox::RunReport &report)
{
    QByteArrayList found;
    if (!attack.endings.contains(endingOf(report)))
        found.append("ended with " + endingOf(report));
    if (attack.output && report.output != *attack.output)
        found.append("printed " + report.output.left(2000).toPercentEncoding(" \n'(){}[]/,:"));
    if (attack.output && attack.endings.first() == "exit 0" && !report.errorOutput.isEmpty())
        found.append("complained " + report.errorOutput.left(2000));
    for (const AttackProgram::Leaving &leaving : attack.leavings) {
        const filesystem::Entry *entry = report.tree.find(leaving.path);
        if (!entry)
            found.append("left nothing named " + leaving.path);
        else if (entry->type != leaving.type)
            found.append("left another kind of " + leaving.path);
    }
    if (report.tree.truncated != attack.treeIsTruncated)
        found.append(report.tree.truncated ? "left more than could be read" : "left less than expected");
    return found;
}

} // namespace ringside::tests
