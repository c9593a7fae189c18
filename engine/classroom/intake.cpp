#include "classroom/intake.h"

#include "classroom/handin.h"
#include "classroom/logclock.h"
#include "classroom/layouts.h"
#include "classroom/sources.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <map>
#include <tuple>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

/// A submission that may still lose against a later one, and its line in the report.
struct Candidate
{
    Submission submission;
    qsizetype note = 0;
    QByteArray name;
};

/// Below it nbgrader has what was handed in.
const QString step = u"submitted"_s;

bool endsWith(const QStringList &path, QLatin1StringView suffix)
{
    return path.last().endsWith(suffix, Qt::CaseInsensitive);
}

/// How it works: everything in a source is listed first, so that its layout can be told from all
/// names together. Each file gets a note, and those that are somebody's work become candidates.
/// When all sources were read, the latest candidate of a student for an exercise is taken.
class IntakeReader
{
public:
    IntakeReader(const Lab &lab, Layout layout, const IntakeLimits &limits)
        : m_lab(lab)
        , m_layout(layout)
        , m_limits(limits)
    {
    }

    void read(const QString &source)
    {
        m_source = source;
        auto files = filesIn(source, m_limits.archive);
        if (!files) {
            m_intake.notes.append(
                {.source = source, .fate = Fate::WholeSource, .error = files.error()});
            return;
        }
        const QList<QStringList> paths = usablePaths(*files);
        m_current = m_layout == Layout::Auto ? layoutOf(paths) : m_layout;
        m_wrapper = m_current == Layout::Plain ? commonFolder(paths) : QString();
        m_shared = sharedFolders(paths);
        m_prefix = prefixIn(m_wrapper.isEmpty() ? QFileInfo(source).fileName() : m_wrapper);
        m_folders.clear();
        for (const QStringList &path : paths) {
            if (const QStringList own = unwrapped(path); own.size() > 1)
                m_folders.insert(own.first());
        }
        readTimes(*files);
        countPrograms(*files);
        for (const FoundFile &file : std::as_const(*files))
            take(file);
    }

    Intake finish()
    {
        std::map<std::pair<QString, QString>, Candidate> latest;
        for (Candidate &candidate : m_candidates)
            enter(latest, std::move(candidate));
        for (auto &[key, candidate] : latest)
            m_intake.submissions.append(std::move(candidate.submission));
        return std::move(m_intake);
    }

private:
    static QList<QStringList> usablePaths(const QList<FoundFile> &files)
    {
        QList<QStringList> paths;
        for (const FoundFile &file : files) {
            const auto path = safePath(file.name);
            if (path && !isLeftover(*path))
                paths.append(*path);
        }
        return paths;
    }

    /// The folder an archive is packed in: "class/ann/tidy.py", "class/bob/tidy.py". Where it could
    /// as well be a student's it is taken for one.
    static QString commonFolder(const QList<QStringList> &paths)
    {
        if (paths.isEmpty())
            return {};
        const QString first = paths.first().first();
        QSet<QString> second;
        for (const QStringList &path : paths) {
            if (path.size() < 3 || path.first() != first)
                return {};
            second.insert(path[1]);
        }
        return second.size() > 1 ? first : QString();
    }

    /// How many folders at the front are those of every file.
    static qsizetype sharedFolders(const QList<QStringList> &paths)
    {
        qsizetype shared = paths.isEmpty() ? 0 : paths.first().size() - 1;
        for (const QStringList &path : paths) {
            qsizetype same = 0;
            while (same < shared && same + 1 < path.size() && path[same] == paths.first()[same])
                ++same;
            shared = same;
        }
        return shared;
    }

    /// A class that GitHub Classroom's own command has cloned: "week3-submissions/week3-ann/tidy.py" is ann's.
    static QString prefixIn(const QString &folder)
    {
        const QLatin1StringView ending("-submissions");
        return folder.endsWith(ending) ? folder.chopped(ending.size()) + u'-' : QString();
    }

    [[nodiscard]] std::optional<Place> placeOf(QStringList path) const
    {
        path = unwrapped(std::move(path));
        if (isCloned(path))
            path.first().remove(0, m_prefix.size());
        // The step is above the students: a folder called so further down is one a student made.
        if (m_current == Layout::Nbgrader && path.indexOf(step) > m_shared)
            path.prepend(step);
        return placeIn(m_current, path);
    }

    [[nodiscard]] QStringList unwrapped(QStringList path) const
    {
        if (!m_wrapper.isEmpty() && path.size() > 1 && path.first() == m_wrapper)
            path.removeFirst();
        return path;
    }

    /// In a repository of the student's own.
    [[nodiscard]] bool isCloned(const QStringList &path) const
    {
        return m_current == Layout::Plain && !m_prefix.isEmpty() && path.size() > 1
            && path.first().startsWith(m_prefix) && path.first() != m_prefix;
    }

    /// timestamp.txt beside the files of an nbgrader tree.
    void readTimes(const QList<FoundFile> &files)
    {
        m_times.clear();
        for (const FoundFile &file : files) {
            const qsizetype slash = file.name.lastIndexOf('/');
            if (m_current == Layout::Nbgrader && file.name.sliced(slash + 1) == "timestamp.txt")
                m_times.insert(file.name.first(slash + 1), timeInTimestamp(file.content));
        }
    }

    /// Where a lab has one exercise, a student's only program is meant for it.
    void countPrograms(const QList<FoundFile> &files)
    {
        m_programs.clear();
        for (const FoundFile &file : files) {
            const auto path = safePath(file.name);
            if (!path || isLeftover(*path) || !endsWith(*path, ".py"_L1))
                continue;
            if (const auto place = placeOf(*path))
                ++m_programs[place->student];
        }
    }

    void take(const FoundFile &file)
    {
        IntakeNote note{
            .source = m_source, .name = file.name, .fate = file.fate, .error = file.error};
        const auto path = safePath(file.name);
        if (!path)
            note.fate = Fate::UnsafeName;
        else if (isLeftover(*path))
            note.fate = Fate::Ignored;
        if (note.fate != Fate::Taken)
            return m_intake.notes.append(note);
        if (endsWith(*path, ".ringsub"_L1))
            return takeHandIn(file, *path, note);
        if (const QString question = questionOf(*path); !question.isEmpty())
            return takeWork(file, *path, note, question);
        if (!endsWith(*path, ".py"_L1)) {
            const bool isStamp = m_current == Layout::Nbgrader && path->last() == u"timestamp.txt";
            note.fate = isStamp ? Fate::Ignored : Fate::NotPython;
            return m_intake.notes.append(note);
        }
        takeWork(file, *path, note);
    }

    /// The question of the lab a file's name tells; empty for every other file.
    [[nodiscard]] QString questionOf(const QStringList &path) const
    {
        const std::optional<Place> place = placeOf(path);
        for (const LabQuestion &question : m_lab.questions) {
            if (isAnswerTo(place ? place->path : path, question.id))
                return question.id;
        }
        return {};
    }

    /// A program, or an answer to `question`.
    void takeWork(const FoundFile &file, const QStringList &path, IntakeNote &note,
        const QString &question = {})
    {
        const auto place = placeOf(path);
        if (!place) {
            note.fate = Fate::NoStudent;
            return m_intake.notes.append(note);
        }
        note.student = place->student;
        note.slug = question.isEmpty() ? slugOf(*place) : question;
        if (note.slug.isEmpty())
            note.fate = Fate::NoExercise;
        else if (file.content.size() > m_limits.sourceBytes)
            note.fate = Fate::TooLarge;
        if (note.fate != Fate::Taken)
            return m_intake.notes.append(note);
        const QByteArray folder = file.name.first(file.name.lastIndexOf('/') + 1);
        const qint64 stamp = m_times.value(folder);
        addCandidate(note,
            {.student = place->student,
                .studentName = place->studentName,
                .slug = note.slug,
                .content = file.content,
                .submitted = stamp != 0 ? stamp : file.modified,
                .isMarkedLate = place->isMarkedLate});
    }

    [[nodiscard]] QString slugOf(const Place &place) const
    {
        QString slug;
        for (const LabExercise &exercise : m_lab.exercises) {
            // "tidy-2.py" may be a second try at tidy, but not where there is an exercise tidy-2.
            if (exercise.slug.size() > slug.size() && isMeantFor(place.path, exercise.slug))
                slug = exercise.slug;
        }
        const bool isOnlyOne
            = m_lab.exercises.size() == 1 && m_programs.value(place.student) == 1;
        return slug.isEmpty() && isOnlyOne ? m_lab.exercises.first().slug : slug;
    }

    /// A learning platform knows who uploaded; only where none is in between is the hand-in's own
    /// name taken, and not that of somebody who has a folder of his own beside it.
    [[nodiscard]] bool isPlaceKnown(const QStringList &path, const QString &named) const
    {
        if (m_current != Layout::Plain)
            return true;
        const QStringList own = unwrapped(path);
        return isCloned(own) || (own.size() > 1 && own.first() != named && m_folders.contains(named));
    }

    void takeHandIn(const FoundFile &file, const QStringList &path, IntakeNote &note)
    {
        const auto handIn = unpackHandIn(file.content, m_source + u"/"_s + path.join(u'/'));
        if (!handIn) {
            note.fate = Fate::BrokenSeal;
            note.error = handIn.error();
            return m_intake.notes.append(note);
        }
        const std::optional<Place> place
            = isPlaceKnown(path, handIn->student) ? placeOf(path) : std::nullopt;
        note.student = place ? place->student : handIn->student;
        for (const ClockJump &jump : clockJumps(handIn->log)) {
            if (std::chrono::abs(jump.by) > std::chrono::abs(note.clockSetBy))
                note.clockSetBy = jump.by;
        }
        if (handIn->labId != m_lab.id) {
            note.fate = Fate::OtherLab;
            return m_intake.notes.append(note);
        }
        for (const HandInSource &source : handIn->sources + handIn->answers) {
            note.slug = source.slug;
            if (!m_lab.holds(source.slug)) {
                note.fate = Fate::NoExercise;
                m_intake.notes.append(note);
                continue;
            }
            note.fate = Fate::Taken;
            addCandidate(note,
                {.student = note.student,
                    .studentName = place ? place->studentName : handIn->studentName,
                    .slug = source.slug,
                    .content = source.content,
                    .submitted = file.modified,
                    .isMarkedLate = place && place->isMarkedLate});
        }
    }

    void addCandidate(const IntakeNote &note, Submission submission)
    {
        m_candidates.append({std::move(submission), m_intake.notes.size(), note.name});
        m_intake.notes.append(note);
    }

    void enter(std::map<std::pair<QString, QString>, Candidate> &latest, Candidate candidate)
    {
        const std::pair key(candidate.submission.student, candidate.submission.slug);
        const auto before = latest.find(key);
        if (before == latest.end()) {
            latest.emplace(key, std::move(candidate));
            return;
        }
        const auto rank = [](const Candidate &one) {
            return std::tuple(one.submission.submitted, one.name, one.submission.content);
        };
        if (rank(candidate) > rank(before->second))
            std::swap(candidate, before->second);
        const bool clash = candidate.name.toLower() == before->second.name.toLower()
            && m_intake.notes[candidate.note].source == m_intake.notes[before->second.note].source;
        m_intake.notes[candidate.note].fate = clash ? Fate::Duplicate : Fate::Superseded;
    }

    const Lab &m_lab;
    Layout m_layout;
    IntakeLimits m_limits;
    Intake m_intake;
    QList<Candidate> m_candidates;
    QString m_source;
    Layout m_current = Layout::Plain; ///< of m_source
    QString m_wrapper; ///< see commonFolder()
    QString m_prefix; ///< see prefixIn()
    QHash<QByteArray, qint64> m_times; ///< by folder
    QHash<QString, int> m_programs; ///< by student
    QSet<QString> m_folders; ///< at the top, in Layout::Plain each a student's
    qsizetype m_shared = 0; ///< see sharedFolders()
};

} // namespace

qsizetype Intake::count(Fate fate) const
{
    return std::ranges::count(notes, fate, &IntakeNote::fate);
}

Intake takeIn(
    const QStringList &sources, const Lab &lab, Layout layout, const IntakeLimits &limits)
{
    IntakeReader reader(lab, layout, limits);
    for (const QString &source : sources)
        reader.read(source);
    return reader.finish();
}

} // namespace ringside::classroom
