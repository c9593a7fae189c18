#include "classroom/similarfiles.h"

#include <algorithm>

namespace ringside::classroom {

namespace {

using namespace Qt::StringLiterals;

/// What everybody was given: the starter, and the code in the task.
QList<QByteArray> templatesOf(const course::Exercise &exercise)
{
    QList<QByteArray> given{exercise.starter.toUtf8()};
    const QStringList parts = exercise.task.split(u"```"_s);
    for (qsizetype i = 1; i < parts.size(); i += 2)
        given.append(parts[i].section(u'\n', 1).toUtf8());
    return given;
}

class Search
{
public:
    Search(const SimilaritySearch &asked, const course::Course &course)
        : m_asked(asked)
        , m_course(course)
    {
        for (const GradeFolder &folder : asked.folders)
            m_all += std::ranges::count_if(folder.plan().items, [&](const PlannedItem &item) { return isAsked(item.slug); });
    }

    Result<QList<SimilarFiles>> run()
    {
        QList<SimilarFiles> found;
        for (const LabExercise &inLab : m_asked.folders.first().plan().lab.exercises) {
            if (!isAsked(inLab.slug))
                continue;
            const course::Exercise *exercise = m_course.exercise(inLab.id);
            if (!exercise)
                return unsupported(u"this Ringside has no exercise "_s + inLab.slug);
            const auto pairs = similarIn(inLab.slug, *exercise);
            if (!pairs)
                return pairs;
            found += *pairs;
        }
        return found;
    }

private:
    [[nodiscard]] bool isAsked(const QString &slug) const { return m_asked.slug.isEmpty() || slug == m_asked.slug; }

    [[nodiscard]] bool isWanted(const ComparedFile &first, const ComparedFile &second) const
    {
        const auto isOne = [&](const QString &name) {
            return name.isEmpty() || name == first.student || name == second.student;
        };
        return isOne(m_asked.student) && isOne(m_asked.other);
    }

    /// Adds a class's files for one exercise.
    Result<> addFiles(QList<ComparedFile> &files, const GradeFolder &folder, const QString &slug, bool isEarlier)
    {
        for (const PlannedItem &item : folder.plan().items) {
            if (item.slug != slug || m_asked.stop.stop_requested())
                continue;
            const auto source = folder.source(item.source);
            if (!source)
                return std::unexpected(source.error());
            files.append({.student = item.student, .source = *source, .isEarlier = isEarlier});
            ++m_done;
            if (m_asked.progressed)
                m_asked.progressed(m_done, m_all);
        }
        return {};
    }

    Result<QList<SimilarFiles>> similarIn(const QString &slug, const course::Exercise &exercise)
    {
        SimilarityRequest request{.templates = templatesOf(exercise),
            .most = m_asked.student.isEmpty() ? m_asked.most : 1'000'000,
            .stop = m_asked.stop};
        for (qsizetype i = 0; i < m_asked.folders.size(); ++i) {
            if (const auto added = addFiles(request.files, m_asked.folders[i], slug, i > 0); !added)
                return std::unexpected(added.error());
        }
        QList<SimilarFiles> found;
        for (const SimilarPair &pair : similarPairs(request)) {
            // Files of the earlier class come last: a pair's first is of this one.
            const ComparedFile &first = request.files[pair.first];
            const ComparedFile &second = request.files[pair.second];
            if (found.size() < m_asked.most && isWanted(first, second) && !m_asked.stop.stop_requested())
                found.append({slug, first.student, second.student, first.source, second.source, pair,
                    alignedView(first.source, second.source, request.templates), second.isEarlier});
        }
        return found;
    }

    const SimilaritySearch &m_asked;
    const course::Course &m_course;
    qsizetype m_done = 0; ///< files that were read
    qsizetype m_all = 0;
};

} // namespace

Result<QList<SimilarFiles>> similarFiles(const SimilaritySearch &search, const course::Course &course)
{
    return Search(search, course).run();
}

} // namespace ringside::classroom
