#include "supervisor/sha256.h"

#include <QCryptographicHash>
#include <QTest>

#include <random>

using namespace ringside::supervisor;

class TestSha256 : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithQt();
};

void TestSha256::agreesWithQt()
{
    std::mt19937 random(3);
    for (qsizetype size = 0; size < 300; ++size) {
        QByteArray bytes(size, '\0');
        for (char &byte : bytes)
            byte = static_cast<char>(random());
        Sha256 digest;
        // In pieces of every length, so that each way through the pending block is taken.
        for (qsizetype start = 0; start < size;) {
            const qsizetype length = std::min<qsizetype>(size - start, 1 + random() % 80);
            digest.add({reinterpret_cast<const std::uint8_t *>(bytes.constData()) + start,
                static_cast<std::size_t>(length)});
            start += length;
        }
        QCOMPARE(QByteArray::fromStdString(digest.finish()),
            QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
    }
}

QTEST_GUILESS_MAIN(TestSha256)
#include "tst_sha256.moc"
