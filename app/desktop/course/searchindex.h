#pragma once

#include "course/course.h"

#include <QHash>
#include <QList>
#include <QString>

namespace ringside::desktop {

/// Something one looks for, and where it is.
struct SearchHit
{
    enum class Kind : quint8 { Name, Part, Heading, Exercise, Question, Own };

    Kind kind{};
    QString title;
    QString detail; ///< where it stands; for a hit in the text, the words around it
    QString link; ///< in the words of MainWindow::openLink()

    bool operator==(const SearchHit &) const = default;
};

/// Everything one can look for in the course, in one list: parts and headings, the functions, errors and system
/// calls they name, exercises, questions, and what the learner wrote. A search is one pass over the text (a
/// millisecond or two for a whole course), so that there is a hit for every key.
class SearchIndex
{
public:
    /// Takes a while for a large course: for a worker thread.
    [[nodiscard]] static SearchIndex of(const course::Course &course);

    /// What the learner wrote: found by its title and by its text.
    void addOwn(const QString &title, const QString &detail, const QString &link, const QString &text);

    /// The best hits first: in a title before in a text, at the start of a word before inside it. All words must
    /// be there. Nothing typed finds the parts and the exercises, in the order of the course. What is nowhere is
    /// looked for once more with the words that may have been meant; the details then begin with them.
    [[nodiscard]] QList<SearchHit> find(const QString &typed, int most = 60) const;

    [[nodiscard]] qsizetype size() const { return m_entries.size(); }

private:
    struct Entry
    {
        SearchHit hit;
        QString title, detail; ///< folded
        QString text; ///< as it stands
        QString foldedText;
    };

    void add(SearchHit::Kind kind, const QString &title, const QString &detail, const QString &link,
        const QString &text = {});
    void addLesson(const course::Lesson &lesson);
    void addNames(const course::Course &course);
    void addExercise(const course::Exercise &exercise);
    void addQuestion(const course::Question &question);
    [[nodiscard]] static int score(const Entry &entry, const QString &word);
    [[nodiscard]] QList<SearchHit> hitsOf(const QStringList &words, int most) const;
    [[nodiscard]] QString meantBy(const QString &word) const;

    QList<Entry> m_entries;
    QHash<QString, int> m_words; ///< of all entries, folded, and how often each stands there
};

} // namespace ringside::desktop
