#include "progress/card.h"

#include "progress/jsonlists.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <algorithm>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kindNames{
    "open"_L1, "choice"_L1, "predict"_L1, "find-bug"_L1, "order-steps"_L1, "calls"_L1, "coding"_L1};
constexpr std::array levelNames{"junior"_L1, "mid"_L1, "senior"_L1};

/// Reads the keys of an object; remembers the first that is not what it should be.
class ObjectReader
{
public:
    explicit ObjectReader(const QJsonObject &object)
        : m_object(object)
    {
    }

    QString text(const QString &key)
    {
        const QJsonValue value = take(key);
        expect(value.isUndefined() || value.isString(), key);
        return value.toString();
    }

    int number(const QString &key, int least, int most)
    {
        const QJsonValue value = take(key);
        const int number = value.toInt(least - 1);
        expect(value.isUndefined() || (number >= least && number <= most), key);
        return value.isUndefined() ? least : number;
    }

    bool boolean(const QString &key, bool otherwise)
    {
        const QJsonValue value = take(key);
        expect(value.isUndefined() || value.isBool(), key);
        return value.toBool(otherwise);
    }

    QStringList texts(const QString &key)
    {
        QStringList list;
        each(key, [&](const QJsonValue &value) {
            expect(value.isString(), key);
            list.append(value.toString());
        });
        return list;
    }

    template <typename Names> int choice(const QString &key, const Names &names)
    {
        const QString word = text(key);
        const auto found = std::ranges::find(names, word);
        expect(found != names.end(), key);
        return found != names.end() ? int(found - names.begin()) : 0;
    }

    template <typename Visit> void each(const QString &key, Visit visit)
    {
        const QJsonValue value = take(key);
        expect(value.isUndefined() || value.isArray(), key);
        for (const QJsonValue &item : value.toArray())
            visit(item);
    }

    template <typename Visit> void objects(const QString &key, Visit visit)
    {
        each(key, [&](const QJsonValue &item) {
            expect(item.isObject(), key);
            ObjectReader inner(item.toObject());
            visit(inner);
            inner.finish();
            if (!m_problem)
                m_problem = inner.m_problem;
        });
    }

    void finish()
    {
        if (!m_object.isEmpty())
            expect(false, m_object.keys().first());
    }

    void expect(bool holds, const QString &key)
    {
        if (!holds && !m_problem)
            m_problem = key;
    }

    [[nodiscard]] const std::optional<QString> &problem() const { return m_problem; }

private:
    QJsonValue take(const QString &key) { return m_object.take(key); }

    QJsonObject m_object;
    std::optional<QString> m_problem;
};

QJsonObject pointToJson(const course::KeyPoint &point)
{
    return {{u"text"_s, point.text}, {u"essential"_s, point.essential},
        {u"words"_s, QJsonArray::fromStringList(point.words)}};
}

QJsonObject wrongToJson(const course::WrongBelief &wrong)
{
    return {{u"belief"_s, wrong.belief}, {u"why"_s, wrong.why},
        {u"words"_s, QJsonArray::fromStringList(wrong.words)}};
}

QJsonObject optionToJson(const course::QuizOption &option)
{
    return {{u"text"_s, option.text}, {u"prints"_s, option.prints}, {u"right"_s, option.right},
        {u"misconception"_s, option.misconception}, {u"why"_s, option.why}};
}

QJsonObject callToJson(const course::ExpectedCall &call)
{
    return {{u"name"_s, call.name}, {u"fields"_s, QJsonArray::fromStringList(call.fields)}};
}

void readLists(ObjectReader &reader, Card &card)
{
    reader.objects(u"key_points"_s, [&](ObjectReader &point) {
        card.keyPoints.append({.text = point.text(u"text"_s),
            .essential = point.boolean(u"essential"_s, true),
            .words = point.texts(u"words"_s)});
    });
    reader.objects(u"wrong"_s, [&](ObjectReader &wrong) {
        card.wrong.append({.belief = wrong.text(u"belief"_s),
            .why = wrong.text(u"why"_s),
            .words = wrong.texts(u"words"_s)});
    });
    reader.objects(u"options"_s, [&](ObjectReader &option) {
        card.options.append({.text = option.text(u"text"_s),
            .prints = option.text(u"prints"_s),
            .right = option.boolean(u"right"_s, false),
            .misconception = option.text(u"misconception"_s),
            .why = option.text(u"why"_s)});
    });
    reader.objects(u"calls"_s, [&](ObjectReader &call) {
        card.calls.append({.name = call.text(u"name"_s), .fields = call.texts(u"fields"_s)});
    });
    reader.each(u"bug_lines"_s, [&](const QJsonValue &line) {
        reader.expect(line.toInt() >= 1, u"bug_lines"_s);
        card.bugLines.append(line.toInt());
    });
    reader.each(u"before"_s, [&](const QJsonValue &pair) {
        const std::pair positions(pair[0].toInt(-1), pair[1].toInt(-1));
        const auto fits = [&](int i) { return i >= 0 && i < card.steps.size(); };
        reader.expect(pair.toArray().size() == 2 && fits(positions.first) && fits(positions.second),
            u"before"_s);
        card.before.append(positions);
    });
}

} // namespace

QString nameOf(QuestionKind kind)
{
    return kindNames[std::size_t(kind)];
}

std::optional<QuestionKind> questionKindNamed(QStringView text)
{
    const auto found
        = std::ranges::find_if(kindNames, [text](QLatin1StringView name) { return text == name; });
    return found == kindNames.end() ? std::nullopt
                                    : std::optional(QuestionKind(found - kindNames.begin()));
}

QString pointUid(const Card &card, const course::KeyPoint &point)
{
    const QByteArray hash
        = QCryptographicHash::hash(point.text.toUtf8(), QCryptographicHash::Sha256);
    return card.uid + u'/' + QString::fromLatin1(hash.first(4).toHex());
}

quint32 revisionOf(const Card &card)
{
    QJsonObject content = toJson(card);
    content.remove(u"uid"_s);
    const QByteArray hash = QCryptographicHash::hash(
        QJsonDocument(content).toJson(QJsonDocument::Compact), QCryptographicHash::Sha256);
    quint32 revision = 0;
    for (int i = 0; i < 4; ++i)
        revision = (revision << 8) | static_cast<uchar>(hash[i]);
    return revision;
}

QJsonObject toJson(const Card &card)
{
    return {{u"uid"_s, card.uid}, {u"kind"_s, nameOf(card.kind)}, {u"lesson"_s, card.lesson},
        {u"part"_s, card.part}, {u"topic"_s, card.topic},
        {u"level"_s, QString(levelNames[std::size_t(card.level)])}, {u"prompt"_s, card.prompt},
        {u"code"_s, card.code}, {u"world"_s, card.world}, {u"answer"_s, card.answer},
        {u"reference"_s, card.reference}, {u"key_points"_s, arrayOf(card.keyPoints, pointToJson)},
        {u"wrong"_s, arrayOf(card.wrong, wrongToJson)}, {u"follow_up"_s, card.followUpPrompt},
        {u"follow_up_answer"_s, card.followUpAnswer},
        {u"options"_s, arrayOf(card.options, optionToJson)},
        {u"bug_lines"_s, arrayOf(card.bugLines, [](int line) { return QJsonValue(line); })},
        {u"fixed_code"_s, card.fixedCode}, {u"expected_output"_s, card.expectedOutput},
        {u"steps"_s, QJsonArray::fromStringList(card.steps)},
        {u"before"_s,
            arrayOf(
                card.before, [](const auto &pair) { return QJsonArray{pair.first, pair.second}; })},
        {u"calls"_s, arrayOf(card.calls, callToJson)},
        {u"tolerated_calls"_s, QJsonArray::fromStringList(card.toleratedCalls)},
        {u"exercise"_s, card.exercise}};
}

Result<Card> cardFromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    Card card;
    card.uid = reader.text(u"uid"_s);
    card.kind = QuestionKind(reader.choice(u"kind"_s, kindNames));
    card.lesson = reader.text(u"lesson"_s);
    card.part = reader.text(u"part"_s);
    card.topic = reader.text(u"topic"_s);
    card.level = course::QuestionLevel(reader.choice(u"level"_s, levelNames));
    card.prompt = reader.text(u"prompt"_s);
    card.code = reader.text(u"code"_s);
    card.world = reader.text(u"world"_s);
    card.answer = reader.text(u"answer"_s);
    card.reference = reader.text(u"reference"_s);
    card.followUpPrompt = reader.text(u"follow_up"_s);
    card.followUpAnswer = reader.text(u"follow_up_answer"_s);
    card.fixedCode = reader.text(u"fixed_code"_s);
    card.expectedOutput = reader.text(u"expected_output"_s);
    card.steps = reader.texts(u"steps"_s);
    card.toleratedCalls = reader.texts(u"tolerated_calls"_s);
    card.exercise = reader.text(u"exercise"_s);
    readLists(reader, card);
    reader.expect(!card.uid.isEmpty(), u"uid"_s);
    reader.expect(!card.prompt.isEmpty(), u"prompt"_s);
    reader.finish();
    if (reader.problem())
        return contentError({}, 0, u"`%1` of a card is not as expected"_s.arg(*reader.problem()));
    card.revision = revisionOf(card);
    return card;
}

} // namespace ringside::progress
