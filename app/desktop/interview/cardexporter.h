#pragma once

#include "desktop/page/pageentry.h"
#include "progress/cardexport.h"

#include <QObject>

namespace ringside::desktop {

/// Writes all cards for another program. What a prediction prints is found by running it; where nothing can be run,
/// predictions are left out.
class CardExporter : public QObject
{
    Q_OBJECT

public:
    explicit CardExporter(const PageServices &services, QObject *parent = nullptr);

    /// By the file's ending: .apkg for Anki, .csv for the answers alone, anything else is text that Anki imports.
    /// One at a time: while one is written, this does nothing.
    void start(const std::shared_ptr<const course::Course> &course, const QString &file);

signals:
    void progressed(int done, int of);
    void written(int cards);
    void answersWritten(int answers);
    void failed(const ringside::Error &error);

private:
    void runNext();
    void write();
    void fail(const Error &error);

    PageServices m_services;
    std::shared_ptr<const course::Course> m_course; ///< null: nothing is being written
    QString m_file;
    progress::ExportedCards m_cards;
    qsizetype m_next = 0;
};

} // namespace ringside::desktop
