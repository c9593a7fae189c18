#include "classroom/layouts.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestName = 1024;

QString inWords(QString name)
{
    return name.replace(u'_', u' ').simplified();
}

/// Only the numeric field and the plugin's name are relied on: names are translated, sites put more
/// in front, releases differ in the last underscore. The first fit counts: what comes later is a name the student chose.
std::optional<Place> placeInMoodle(const QStringList &path)
{
    static const QRegularExpression folder(u"\\A(.*)_(\\d+)_assignsubmission_file_?\\z"_s);
    static const QRegularExpression flat(u"\\A(.*?)_(\\d+)_assignsubmission_file_(.+)\\z"_s);
    for (qsizetype i = 0; i < path.size(); ++i) {
        const bool isFile = i + 1 == path.size();
        const auto match = (isFile ? flat : folder).match(path[i]);
        if (match.hasMatch())
            return Place{.student = match.captured(2),
                .studentName = inWords(match.captured(1)),
                .path = isFile ? QStringList{match.captured(3)} : path.sliced(i + 1)};
    }
    return std::nullopt;
}

std::optional<Place> placeInCanvas(const QStringList &path)
{
    static const QRegularExpression file(u"\\A(.+?)(_LATE)?_(\\d+)_(\\d+)_(.+)\\z"_s);
    const auto match = file.match(path.last());
    if (!match.hasMatch())
        return std::nullopt;
    return Place{.student = match.captured(3),
        .studentName = match.captured(1),
        .path = {match.captured(5)},
        .isMarkedLate = match.hasCaptured(2)};
}

/// student/assignment/file, below the folder "submitted" where there is one.
std::optional<Place> placeInNbgrader(const QStringList &path)
{
    const qsizetype step = path.indexOf(u"submitted"_s);
    const QStringList own = path.sliced(step + 1);
    if (own.size() < 3)
        return std::nullopt;
    return Place{.student = own[0], .path = own.sliced(2)};
}

std::optional<Place> placeInPlain(const QStringList &path)
{
    if (path.size() > 1)
        return Place{.student = path[0], .path = path.sliced(1)};
    // A file alone is called as its student.
    const QString stem = path[0].section(u'.', 0, -2);
    if (stem.isEmpty())
        return std::nullopt;
    return Place{.student = stem, .path = path};
}

/// "Count_By-Extension-1" and "count-by-extension (2)" are names for count-by-extension.
bool isNameFor(const QString &stem, const QString &slug)
{
    static const QRegularExpression copy(u"(-\\d+|\\s*\\(\\d+\\))\\z"_s);
    const QString plain = stem.toLower().replace(u'_', u'-');
    return plain == slug || QString(plain).remove(copy) == slug;
}

QString withoutSuffix(const QString &name)
{
    return name.endsWith(u".py"_s, Qt::CaseInsensitive) ? name.chopped(3) : name;
}

} // namespace

std::optional<Place> placeIn(Layout layout, const QStringList &path)
{
    switch (layout) {
    case Layout::Moodle:
        return placeInMoodle(path);
    case Layout::Canvas:
        return placeInCanvas(path);
    case Layout::Nbgrader:
        return placeInNbgrader(path);
    case Layout::Plain:
    case Layout::Auto:
        return placeInPlain(path);
    }
    Q_UNREACHABLE_RETURN({});
}

Layout layoutOf(const QList<QStringList> &paths)
{
    qsizetype moodle = 0;
    qsizetype canvas = 0;
    qsizetype nbgrader = 0;
    for (const QStringList &path : paths) {
        moodle += placeInMoodle(path) ? 1 : 0;
        canvas += placeInCanvas(path) ? 1 : 0;
        const bool isStamp = path.last() == u"timestamp.txt" && path.size() > 2;
        nbgrader += path.contains(u"submitted"_s) || isStamp ? 1 : 0;
    }
    // Moodle and Canvas names are no accident; a folder called "submitted" is not either.
    if (moodle * 2 > paths.size())
        return Layout::Moodle;
    if (canvas * 2 > paths.size())
        return Layout::Canvas;
    return nbgrader * 3 > paths.size() ? Layout::Nbgrader : Layout::Plain;
}

std::optional<QStringList> safePath(const QByteArray &name)
{
    const QString text = QString::fromUtf8(name);
    const bool isText = QUtf8StringView(name).isValidUtf8() && name.size() <= longestName
        && std::ranges::none_of(text, [](QChar c) { return c.category() == QChar::Other_Control; });
    if (!isText || name.startsWith('/') || name.contains('\\'))
        return std::nullopt;
    QStringList path = text.split(u'/');
    // "./a" is how tar names what lies in the folder it was called in.
    path.removeIf([](const QString &part) { return part == u"."; });
    const auto leadsOut = [](const QString &part) { return part.isEmpty() || part == u".."; };
    if (path.isEmpty() || std::ranges::any_of(path, leadsOut))
        return std::nullopt;
    return path;
}

bool isLeftover(const QStringList &path)
{
    return std::ranges::any_of(path, [](const QString &part) {
        return part.startsWith(u'.') || part == u"__MACOSX" || part == u"__pycache__";
    });
}

bool isMeantFor(const QStringList &path, const QString &slug)
{
    return isNameFor(withoutSuffix(path.last()), slug)
        || (path.size() > 1 && isNameFor(path[path.size() - 2], slug));
}

bool isAnswerTo(const QStringList &path, const QString &question)
{
    const QString &name = path.last();
    return name.endsWith(u".txt"_s, Qt::CaseInsensitive)
        && isNameFor(name.chopped(4), question.toLower());
}

qint64 timeInTimestamp(const QByteArray &content)
{
    const QList<QByteArray> words = content.simplified().split(' ');
    const QDate day = QDate::fromString(QString::fromLatin1(words.value(0)), Qt::ISODate);
    const QTime time = QTime::fromString(QString::fromLatin1(words.value(1).left(8)), Qt::ISODate);
    if (!day.isValid() || !time.isValid())
        return 0;
    QByteArray zone = words.value(2);
    if (zone.startsWith('+') || zone.startsWith('-'))
        zone = "UTC" + zone.left(3) + ':' + zone.right(2);
    const QTimeZone named(zone);
    return QDateTime(day, time, named.isValid() ? named : QTimeZone::UTC).toSecsSinceEpoch();
}

} // namespace ringside::classroom
