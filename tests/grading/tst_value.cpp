#include "grading/oracle.h"
#include "grading/random.h"
#include "grading/value.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <cmath>

using namespace ringside;
using namespace ringside::grading;
using namespace Qt::StringLiterals;

using Kind = Value::Kind;

/// A random value of at most `depth` levels, of the types Python writes as literals.
static Value drawValue(Random &random, int depth)
{
    static const QByteArrayList texts{"", "a", "it's", "\"both' ", "line\nbreak\t\\", "caf\xc3\xa9",
        "\xf0\x9f\x90\x8d", "\xed\xb3\xa9.txt", "\xe2\x80\xae", "nul\0in"_ba, "\xc2\x85",
        "\xc2\xa0", "\xe2\x80\xa8", "\xef\xbb\xbfid"};
    switch (random.between(0, depth > 0 ? 11 : 6)) {
    case 0:
        return {};
    case 1:
        return Value::boolean(random.between(0, 1) == 1);
    case 2:
        return Value::integer(static_cast<qint64>(random.next()) >> random.between(0, 63));
    case 3:
        return {.kind = Kind::Integer, .bytes = "-1234567890123456789012345678901234567890"};
    case 4:
        return Value::real(double(static_cast<qint64>(random.next()))
            * std::pow(10.0, double(random.between(-40, 40))));
    case 5:
        return Value::string(texts[random.between(0, texts.size() - 1)]);
    case 6:
        return Value::bytesOf(random.bytes(random.between(0, 20)));
    default:
        break;
    }
    QList<Value> items;
    for (qint64 n = random.between(0, 4); n > 0; --n)
        items.append(drawValue(random, depth - 1));
    switch (random.between(0, 3)) {
    case 0:
        return Value::sequence(Kind::List, items);
    case 1:
        return Value::sequence(Kind::Tuple, items);
    case 2: {
        QList<Value> numbers;
        for (qint64 n = 0; n < random.between(0, 4); ++n)
            numbers.append(Value::integer(n * 7));
        return Value::sequence(random.between(0, 1) ? Kind::Set : Kind::FrozenSet, numbers);
    }
    default: {
        QList<std::pair<Value, Value>> pairs;
        for (qsizetype i = 0; i < items.size(); ++i)
            pairs.append({Value::integer(i), items[i]});
        return Value::dict(pairs);
    }
    }
}

/// One changed leaf, or a changed type: never equal to what it was.
static Value mutated(Value value, Random &random)
{
    if (!value.items.isEmpty() && random.between(0, 2) > 0) {
        const qsizetype at = random.between(0, value.items.size() - 1);
        value.items[at] = mutated(value.items[at], random);
        // A changed key of a dict or element of a set may meet another one; then another type is
        // the change.
        if (value.kind == Kind::List || value.kind == Kind::Tuple
            || (value.kind == Kind::Dict && at % 2 == 1))
            return value;
    }
    return Value::sequence(
        value.kind == Kind::List ? Kind::Tuple : Kind::List, {value, Value::integer(1)});
}

static QJsonValue parsed(const QByteArray &json)
{
    // An array around it, so that bare numbers and texts are documents, too.
    return QJsonDocument::fromJson('[' + json + ']').array().first();
}

class TestValue : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatTheDriverWrites_data();
    void readsWhatTheDriverWrites();
    void refusesWhatTheDriverCannotWrite_data();
    void refusesWhatTheDriverCannotWrite();
    void refusesDeepNesting();
    void namesAreThoseOfPython();
    void comparesTypeForType_data();
    void comparesTypeForType();
    void exceptionsCompareByTypeErrnoAndFile();
    void everyValueEqualsItselfAndNoMutation();
    void driverAndCodecAgreeWithPython();
    void shortensAroundTheFirstDifference_data();
    void shortensAroundTheFirstDifference();
};

void TestValue::readsWhatTheDriverWrites_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("shown");
    QTest::newRow("None") << "null"_ba << u"None"_s;
    QTest::newRow("a bool") << "true"_ba << u"True"_s;
    QTest::newRow("a small integer") << "-7"_ba << u"-7"_s;
    QTest::newRow("the largest plain integer") << "9007199254740992"_ba << u"9007199254740992"_s;
    QTest::newRow("an integer of any length")
        << R"({"int":"123456789012345678901234567890"})"_ba << u"123456789012345678901234567890"_s;
    QTest::newRow("a float") << R"({"float":"0.1"})"_ba << u"0.1"_s;
    QTest::newRow("a whole float") << R"({"float":"3.0"})"_ba << u"3.0"_s;
    QTest::newRow("a large float") << R"({"float":"1e+16"})"_ba << u"1e+16"_s;
    QTest::newRow("not a number") << R"({"float":"nan"})"_ba << u"nan"_s;
    QTest::newRow("text") << R"("it's")"_ba << u"\"it's\""_s;
    QTest::newRow("text with a lone surrogate")
        << R"({"str":"636166edb3a9"})"_ba << u"'caf\\udce9'"_s;
    QTest::newRow("text that would reorder the line") << "\"a\xe2\x80\xae\""_ba << u"'a\\u202e'"_s;
    QTest::newRow("bytes") << R"({"bytes":"00ff27"})"_ba << u"b\"\\x00\\xff'\""_s;
    QTest::newRow("a list") << "[1,[]]"_ba << u"[1, []]"_s;
    QTest::newRow("a tuple of one") << R"({"tuple":[1]})"_ba << u"(1,)"_s;
    QTest::newRow("a dict, sorted") << R"({"dict":["b",1,"a",2]})"_ba << u"{'a': 2, 'b': 1}"_s;
    QTest::newRow("a Counter looks like a dict")
        << R"({"dict":["b",1],"of":"Counter"})"_ba << u"{'b': 1}"_s;
    QTest::newRow("a set, sorted") << R"({"set":["b","a"]})"_ba << u"{'a', 'b'}"_s;
    QTest::newRow("an empty set") << R"({"set":[]})"_ba << u"set()"_s;
    QTest::newRow("a frozen set") << R"({"frozenset":[1]})"_ba << u"frozenset({1})"_s;
    QTest::newRow("a path") << R"({"path":"a/b","of":"PosixPath"})"_ba << u"PosixPath('a/b')"_s;
    QTest::newRow("a named tuple")
        << R"({"named":[1,"x"],"of":"Size","fields":["bytes","name"]})"_ba
        << u"Size(bytes=1, name='x')"_s;
    QTest::newRow("a data class") << R"({"data":[],"of":"Nothing","fields":[]})"_ba
                                  << u"Nothing()"_s;
    QTest::newRow("an exception")
        << R"({"error":"OSError","bases":["OSError"],"errno":40,"filename":"a","text":"[Errno 40] loop"})"_ba
        << u"OSError: [Errno 40] loop"_s;
    QTest::newRow("what does not cross")
        << R"({"opaque":"generator"})"_ba << u"<generator object>"_s;
}

void TestValue::readsWhatTheDriverWrites()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, shown);
    const auto value = valueFromJson(parsed(json));
    QVERIFY2(value, value ? "" : qPrintable(describe(value.error())));
    QCOMPARE(pythonRepr(*value), shown);
    const auto again = valueFromJson(toJson(*value));
    QVERIFY(again);
    QCOMPARE(canonical(*again), canonical(*value));
}

void TestValue::refusesWhatTheDriverCannotWrite_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json : {"1.5", "1e99", "9007199254740993", "{}", R"({"int":"01"})",
             R"({"int":"1x"})", R"({"int":"-"})", R"({"int":""})", R"({"int":5})",
             R"({"float":"0x1p3"})", R"({"float":""})", R"({"float":"1 "})", R"({"float":1.5})",
             R"({"bytes":"f"})", R"({"bytes":"zz"})", R"({"bytes":"FF"})", R"({"str":["a"]})",
             R"({"tuple":{}})", R"({"tuple":[],"more":1})", R"({"list":[]})", R"({"dict":["a"]})",
             R"({"dict":["a",1,"a",2]})", R"({"dict":[],"of":""})", R"({"set":[1,1]})",
             R"({"set":[{"float":"nan"},{"float":"nan"}]})", R"({"path":"a"})",
             R"({"path":1,"of":"PosixPath"})", R"({"named":[1],"of":"A","fields":[]})",
             R"({"named":[1],"of":"A","fields":[""]})", R"({"data":[1],"fields":["a"]})",
             R"({"error":"OSError"})", R"({"opaque":""})", R"({"opaque":1})", "[\"\\ud800\"]",
             R"({"float":"nan0"})", R"({"dict":[[],1]})", R"({"dict":[{"tuple":[1,[]]},1]})",
             R"({"set":[[]]})", R"({"frozenset":[{"set":[]}]})", R"([[{"unknown":1}]])"})
        QTest::newRow(json) << QByteArray(json);
    QTest::newRow("a name that fills the message")
        << R"({"opaque":")" + QByteArray(300, 'x') + "\"}";
}

void TestValue::refusesWhatTheDriverCannotWrite()
{
    QFETCH(QByteArray, json);
    const auto value = valueFromJson(parsed(json));
    QVERIFY2(!value, value ? qPrintable(pythonRepr(*value)) : "");
    QCOMPARE(value.error().kind, Error::Kind::Content);
}

void TestValue::refusesDeepNesting()
{
    const auto nested = [](int depth) {
        return parsed(QByteArray("[").repeated(depth) + QByteArray("]").repeated(depth));
    };
    QVERIFY(valueFromJson(nested(valueDepthLimit - 1)));
    QVERIFY(!valueFromJson(nested(valueDepthLimit + 1)));
    QVERIFY(!valueFromJson(nested(900)));
}

void TestValue::namesAreThoseOfPython()
{
    QCOMPARE(pythonRepr(decodedName("caf\xc3\xa9")), u"'café'"_s);
    QCOMPARE(pythonRepr(decodedName("\xef\xbb\xbf.txt")), u"'\\ufeff.txt'"_s);
    QCOMPARE(pythonRepr(decodedName("caf\xe9")), u"'caf\\udce9'"_s);
}

void TestValue::comparesTypeForType_data()
{
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QByteArray>("found");
    QTest::addColumn<bool>("equal");
    const auto row = [](const char *name, const char *expected, const char *found, bool equal) {
        QTest::newRow(name) << QByteArray(expected) << QByteArray(found) << equal;
    };
    row("True is not 1", "1", "true", false);
    row("1.0 is not 1", "1", R"({"float":"1.0"})", false);
    row("text is not bytes", R"("a")", R"({"bytes":"61"})", false);
    row("a list is not a tuple", "[1]", R"({"tuple":[1]})", false);
    row("a path is not its text", R"("a")", R"({"path":"a","of":"PosixPath"})", false);
    row("a pure path is not a path", R"({"path":"a","of":"PosixPath"})",
        R"({"path":"a","of":"PurePosixPath"})", false);
    row("NaN is NaN", R"({"float":"nan"})", R"({"float":"nan"})", true);
    row("minus zero is zero", R"({"float":"0.0"})", R"({"float":"-0.0"})", true);
    row("dicts have no order", R"({"dict":["a",1,"b",2]})", R"({"dict":["b",2,"a",1]})", true);
    row("a dict of other values", R"({"dict":["a",1]})", R"({"dict":["a",2]})", false);
    row("a dict of other keys", R"({"dict":[1,1]})", R"({"dict":[true,1]})", false);
    row("a dict with a key too many", R"({"dict":["a",1]})", R"({"dict":["a",1,"b",1]})", false);
    row("sets have no order", R"({"set":[1,2]})", R"({"set":[2,1]})", true);
    row("a set is not a frozen set", R"({"set":[]})", R"({"frozenset":[]})", false);
    row("lists have an order", "[1,2]", "[2,1]", false);
    row("a Counter is a dict", R"({"dict":["a",1]})", R"({"dict":["a",1],"of":"Counter"})", true);
    row("a named tuple is a tuple", R"({"tuple":[1]})", R"({"named":[1],"of":"P","fields":["x"]})",
        true);
    row("a tuple has no names", R"({"named":[1],"of":"P","fields":["x"]})", R"({"tuple":[1]})",
        false);
    row("other field names", R"({"named":[1],"of":"P","fields":["x"]})",
        R"({"named":[1],"of":"P","fields":["y"]})", false);
    row("a data class is no named tuple", R"({"named":[1],"of":"P","fields":["x"]})",
        R"({"data":[1],"of":"P","fields":["x"]})", false);
    row("an object that equals everything", "1", R"({"opaque":"AlwaysEqual"})", false);
    row("two objects that do not cross", R"({"opaque":"A"})", R"({"opaque":"A"})", false);
    row("such an object in a list", R"([{"opaque":"A"}])", R"([{"opaque":"A"}])", false);
    row("such an object in a set", R"({"set":[{"opaque":"A"}]})", R"({"set":[{"opaque":"A"}]})",
        false);
    row("such an object as a key", R"({"dict":[{"opaque":"A"},1]})",
        R"({"dict":[{"opaque":"A"},1]})", false);
    row("a text that looks like two", R"(["a","b"])", R"(["a', 'b"])", false);
}

void TestValue::comparesTypeForType()
{
    QFETCH(QByteArray, expected);
    QFETCH(QByteArray, found);
    QFETCH(bool, equal);
    const auto left = valueFromJson(parsed(expected));
    const auto right = valueFromJson(parsed(found));
    QVERIFY(left && right);
    QCOMPARE(matches(*left, *right), equal);
}

void TestValue::exceptionsCompareByTypeErrnoAndFile()
{
    const auto error = [](const char *type, int number, const char *file, const char *text) {
        return Value{.kind = Kind::Exception,
            .bytes = text,
            .typeName = type,
            .names = {type, "Exception"},
            .items = {Value::string(file)},
            .errnum = number};
    };
    const Value expected = error("PermissionError", 13, "a", "one text");
    QVERIFY(matches(expected, error("PermissionError", 13, "a", "another")));
    QVERIFY(!matches(expected, error("PermissionError", 1, "a", "one text")));
    QVERIFY(!matches(expected, error("PermissionError", 13, "b", "one text")));
    QVERIFY(!matches(expected, error("OSError", 13, "a", "one text")));
}

void TestValue::everyValueEqualsItselfAndNoMutation()
{
    Random random(20'240'501);
    for (int i = 0; i < 2000; ++i) {
        const Value value = drawValue(random, 4);
        const auto crossed = valueFromJson(toJson(value));
        QVERIFY2(crossed, qPrintable(pythonRepr(value)));
        QVERIFY2(matches(value, *crossed), qPrintable(pythonRepr(value)));
        const Value other = mutated(value, random);
        QVERIFY2(
            !matches(value, other), qPrintable(pythonRepr(value) + u" / "_s + pythonRepr(other)));
    }
}

/// Values go to Python as the text we show, and come back through the driver's encoder: text,
/// encoder and decoder all have to be right for the circle to close. Python's own repr() is the
/// model for the text.
void TestValue::driverAndCodecAgreeWithPython()
{
    if (QStandardPaths::findExecutable(u"python3"_s).isEmpty())
        QSKIP("python3 is not installed");
    QList<Value> values;
    QByteArray input;
    Random random(7);
    while (values.size() < 1500) {
        const Value value = drawValue(random, 3);
        values.append(value);
        input += pythonRepr(value).toUtf8() + '\n';
    }
    QProcess python;
    python.start(u"python3"_s,
        {QStringLiteral(TEST_DATA "/encode.py"),
            QStringLiteral(RINGSIDE_SOURCE_FOLDER "/engine/python/driver.py")});
    python.write(input);
    python.closeWriteChannel();
    QVERIFY(python.waitForFinished());
    QCOMPARE(python.readAllStandardError(), QByteArray());
    const QByteArrayList lines = python.readAllStandardOutput().split('\n');
    QCOMPARE(lines.size(), 2 * values.size() + 1);
    for (qsizetype i = 0; i < values.size(); ++i) {
        const auto value = valueFromJson(parsed(lines[2 * i]));
        QVERIFY2(value, lines[2 * i].constData());
        QVERIFY2(matches(values[i], *value), lines[2 * i].constData());
        QCOMPARE(pythonRepr(*value), QString::fromUtf8(lines[2 * i + 1]));
    }
}

void TestValue::shortensAroundTheFirstDifference_data()
{
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("expectedShort");
    QTest::addColumn<QString>("foundShort");
    QTest::newRow("short texts stay") << u"[1, 2]"_s << u"[1, 3]"_s << u"[1, 2]"_s << u"[1, 3]"_s;
    QTest::newRow("the middle of long texts")
        << u"a"_s.repeated(50) + u"X"_s + u"b"_s.repeated(50)
        << u"a"_s.repeated(50) + u"Y"_s + u"b"_s.repeated(50)
        << u"…aaaaaaaaaaXbbbbbbbbbbbbbbbbbbb…"_s << u"…aaaaaaaaaaYbbbbbbbbbbbbbbbbbbb…"_s;
    QTest::newRow("one ends early") << u"a"_s.repeated(50) << u"a"_s.repeated(40)
                                    << u"…"_s + u"a"_s.repeated(30) << u"…"_s + u"a"_s.repeated(20);
    QTest::newRow("a pair of surrogates stays whole")
        << u"a"_s.repeated(19) + u"🐍"_s.repeated(15) + u'X'
        << u"a"_s.repeated(19) + u"🐍"_s.repeated(15) + u'Y' << u"…"_s + u"🐍"_s.repeated(14) + u'X'
        << u"…"_s + u"🐍"_s.repeated(14) + u'Y';
}

void TestValue::shortensAroundTheFirstDifference()
{
    QFETCH(QString, expected);
    QFETCH(QString, found);
    QFETCH(QString, expectedShort);
    QFETCH(QString, foundShort);
    const Contrast shown = contrast(expected, found, 30);
    QVERIFY(shown.expected.isValidUtf16());
    QVERIFY(shown.expected != shown.found);
    QCOMPARE(shown.expected, expectedShort);
    QCOMPARE(shown.found, foundShort);
}

QTEST_GUILESS_MAIN(TestValue)
#include "tst_value.moc"
