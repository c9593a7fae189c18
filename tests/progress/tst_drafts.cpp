#include "support.h"

#include "progress/draftsaver.h"

#include <QSignalSpy>

#include <cerrno>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

class TestDrafts : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsTextsApart();
    void keepsAnOlderStateOnceAMinute();
    void keepsWhatDisappearsAtOnce();
    void keepsTwentyOlderStates();
    void aDiscardedDraftIsGoneAndNotLost();
    void keepsTextsAsTheyAre_data();
    void keepsTextsAsTheyAre();

    void savesWhileKeysComeWithoutAPause();
    void savesTheLatestTextWhenItIsClosed();
    void triesAgainUntilThereIsRoom();
    void anOldTextNeverReplacesANewerOne();

private:
    void save(const QString &body, qint64 ms)
    {
        need(m_store->drafts().save(
            {.itemUid = u"e"_s, .slot = u"main.py"_s, .body = body, .cursor = 3, .updatedMs = ms}));
    }
    QStringList older()
    {
        QStringList bodies;
        for (const OldDraft &old : need(m_store->drafts().older(u"e"_s, u"main.py"_s)))
            bodies.append(old.body);
        return bodies;
    }

    std::unique_ptr<Store> m_store;
};

void TestDrafts::init()
{
    m_store = need(Store::inMemory());
}

void TestDrafts::keepsTextsApart()
{
    const Draft main{
        .itemUid = u"e"_s, .slot = u"main.py"_s, .body = u"a"_s, .cursor = 1, .updatedMs = 5};
    const Draft helper{.itemUid = u"e"_s, .slot = u"helper.py"_s, .body = u"b"_s, .updatedMs = 6};
    const Draft other{.itemUid = u"f"_s, .slot = u"main.py"_s, .body = u"c"_s, .updatedMs = 7};
    for (const Draft &draft : {main, helper, other})
        need(m_store->drafts().save(draft));
    QCOMPARE(need(m_store->drafts().find(u"e"_s, u"main.py"_s)), main);
    QCOMPARE(need(m_store->drafts().of(u"e"_s)), (QList<Draft>{helper, main}));
    QVERIFY(!need(m_store->drafts().find(u"f"_s, u"helper.py"_s)));
}

void TestDrafts::keepsAnOlderStateOnceAMinute()
{
    save(u"one"_s, 100'000);
    save(u"one two"_s, 101'000);
    QCOMPARE(older(), QStringList{u"one"_s});
    save(u"one two three"_s, 130'000);
    QCOMPARE(older(), QStringList{u"one"_s});
    save(u"one two three"_s, 170'000);
    QCOMPARE(older(), QStringList{u"one"_s});
    save(u"one two three four"_s, 171'000);
    QCOMPARE(older(), (QStringList{u"one two three"_s, u"one"_s}));
}

void TestDrafts::keepsWhatDisappearsAtOnce()
{
    const QString body = u"print('a line')\n"_s.repeated(10);
    save(u"x"_s, 100'000);
    save(body, 100'500);
    save(u"p"_s, 101'000);
    QCOMPARE(older(), (QStringList{body, u"x"_s}));
}

void TestDrafts::keepsTwentyOlderStates()
{
    for (int i = 0; i < 40; ++i)
        save(QString::number(i), 100'000LL * (i + 1));
    QCOMPARE(older().size(), 20);
    QCOMPARE(older().first(), u"38"_s);
    QCOMPARE(older().last(), u"19"_s);
}

void TestDrafts::aDiscardedDraftIsGoneAndNotLost()
{
    need(m_store->drafts().discard(u"e"_s, u"main.py"_s, 1));
    save(u"my work"_s, 100'000);
    need(m_store->drafts().discard(u"e"_s, u"main.py"_s, 100'001));
    QVERIFY(!need(m_store->drafts().find(u"e"_s, u"main.py"_s)));
    QVERIFY(need(m_store->drafts().of(u"e"_s)).isEmpty());
    QCOMPARE(older(), QStringList{u"my work"_s});
    save(u"again"_s, 100'002);
    QCOMPARE(need(m_store->drafts().find(u"e"_s, u"main.py"_s))->body, u"again"_s);
}

void TestDrafts::keepsTextsAsTheyAre_data()
{
    QTest::addColumn<QString>("body");
    QTest::newRow("empty") << u""_s;
    QTest::newRow("null") << QString();
    QTest::newRow("line ends") << u"a\r\nb\rc\n\n"_s;
    QTest::newRow("beyond the basic plane") << u"caf\u00e9 \U0001F600 \u202e"_s;
    QTest::newRow("a zero in it") << QString(u"a") + QChar(u'\0') + u"b"_s;
    QTest::newRow("quotes and percent signs") << u"'; DROP TABLE review; -- %1 ?"_s;
    QTest::newRow("large") << u"0123456789abcdef"_s.repeated(100'000);
}

void TestDrafts::keepsTextsAsTheyAre()
{
    QFETCH(QString, body);
    save(body, 1);
    const auto found = need(m_store->drafts().find(u"e"_s, u"main.py"_s));
    QCOMPARE(found->body, body.isNull() ? u""_s : body);
    QCOMPARE(found->cursor, 3);
}

void TestDrafts::savesWhileKeysComeWithoutAPause()
{
    StoreThread thread;
    QVERIFY(thread.openInMemory().result());
    DraftSaver saver(thread);
    QSignalSpy saved(&saver, &DraftSaver::saved);
    QElapsedTimer clock;
    clock.start();
    QString body;
    while (saved.isEmpty() && clock.elapsed() < 60'000) {
        body += u'x';
        saver.typed({.itemUid = u"e"_s, .slot = u"s"_s, .body = body});
        QTest::qWait(5);
    }
    QVERIFY(!saved.isEmpty());
    QVERIFY(saver.hasUnsaved());
    saver.flush();
    QVERIFY(QTest::qWaitFor([&] { return !saver.hasUnsaved(); }));
    const auto found
        = thread.run([](const Store &store) { return store.drafts().find(u"e"_s, u"s"_s); })
              .result();
    QCOMPARE((*found)->body, body);
}

void TestDrafts::savesTheLatestTextWhenItIsClosed()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"progress.sqlite"_s);
    {
        StoreThread thread;
        QVERIFY(thread.open(path).result());
        DraftSaver saver(thread);
        saver.typed({.itemUid = u"e"_s, .slot = u"s"_s, .body = u"last words"_s});
    }
    const auto store = needStore(Store::open(path));
    QVERIFY(!store->report().uncleanEnd);
    QCOMPARE(need(store->drafts().find(u"e"_s, u"s"_s))->body, u"last words"_s);
    QCOMPARE(listBackups(path).size(), 1);
}

void TestDrafts::triesAgainUntilThereIsRoom()
{
    StoreThread thread;
    QVERIFY(thread.openInMemory().result());
    const auto limit = [&](const QString &pages) {
        return thread
            .run([pages](const Store &store) {
                return store.connection().integer(u"PRAGMA max_page_count = "_s + pages);
            })
            .result();
    };
    QVERIFY(limit(u"1"_s)); // no more than there are already
    DraftSaver saver(thread);
    QSignalSpy saved(&saver, &DraftSaver::saved);
    QSignalSpy failed(&saver, &DraftSaver::failed);
    const QString body(300'000, u'y');
    saver.typed({.itemUid = u"e"_s, .slot = u"s"_s, .body = body});
    saver.flush();
    QVERIFY(QTest::qWaitFor([&] { return failed.size() == 1; }));
    QCOMPARE(failed[0][0].value<Error>().errnum, ENOSPC);
    saver.flush();
    QTest::qWait(50);
    QCOMPARE(failed.size(), 1);
    QVERIFY(saver.hasUnsaved());
    QVERIFY(limit(u"1000000"_s));
    QVERIFY(QTest::qWaitFor([&] { return saved.size() == 1; }, 5000));
    QVERIFY(!saver.hasUnsaved());
}

void TestDrafts::anOldTextNeverReplacesANewerOne()
{
    StoreThread thread; // nothing is open: saving fails
    DraftSaver saver(thread);
    QSignalSpy failed(&saver, &DraftSaver::failed);
    saver.typed({.itemUid = u"e"_s, .slot = u"s"_s, .body = u"old"_s});
    saver.flush();
    QVERIFY(thread.openInMemory().result());
    saver.typed({.itemUid = u"e"_s, .slot = u"s"_s, .body = u"new"_s});
    saver.flush();
    QVERIFY(QTest::qWaitFor([&] { return failed.size() == 1; }));
    QVERIFY(QTest::qWaitFor([&] { return !saver.hasUnsaved(); }));
    const auto found
        = thread.run([](const Store &store) { return store.drafts().find(u"e"_s, u"s"_s); })
              .result();
    QCOMPARE((*found)->body, u"new"_s);
}

QTEST_GUILESS_MAIN(TestDrafts)
#include "tst_drafts.moc"
