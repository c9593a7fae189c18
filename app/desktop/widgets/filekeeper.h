#pragma once

#include "base/result.h"

#include <QFileSystemWatcher>
#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

#include <optional>

namespace ringside::desktop {

/// Keeps a text in a file that other programs may change, too. Saves what is typed: at most `delay` after the first
/// unsaved key, in another thread, one save at a time, and never over what another program left there.
class FileKeeper : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds delay{1000}; // two seconds are promised; the disk gets the rest

    explicit FileKeeper(QObject *parent = nullptr);
    ~FileKeeper() override;

    /// From now on texts are of this file. What is unsaved of the one before is saved first. `known` is the digest of
    /// what the file held when it was last read or written here; empty: it was not there. No name: no file.
    void setFile(const QString &file, const QByteArray &known);
    [[nodiscard]] QString file() const { return m_file; }
    void textChanged(const QByteArray &text);
    /// Saves now and waits for it.
    void flush();
    /// Looks now, not in a moment, at what other programs left in the file.
    void look();
    /// What another program left there is known, and may be saved over.
    void accept(const QByteArray &found);
    [[nodiscard]] bool isSaved() const { return !m_pending && !m_saving; }
    [[nodiscard]] QByteArray known() const { return m_known; }

    [[nodiscard]] static QByteArray digest(const QByteArray &content);
    /// Complete or not at all, also when the machine stops in the middle. Makes the folder. Safe to call from any thread.
    [[nodiscard]] static Result<> write(const QString &file, const QByteArray &content);

signals:
    void saved();
    void failed(const Error &error);
    /// The file holds what was neither read nor written here. Where the text is unsaved it stays so until accept().
    void changedOutside(const QByteArray &found);

private:
    struct Outcome
    {
        Result<> written{};
        QByteArray digest{}; ///< of what was to be saved
        std::optional<QByteArray> found{}; ///< another program's: nothing was written
    };

    [[nodiscard]] static Outcome save(const QString &file, const QByteArray &text, const QByteArray &known);
    void startSave();
    void finishSave();
    void settle(const Outcome &outcome);
    void watch();

    QString m_file;
    QByteArray m_known;
    QByteArray m_told; ///< digest of what changedOutside() told last
    std::optional<QByteArray> m_pending;
    QByteArray m_underway;
    QTimer m_timer;
    QTimer m_quiet; ///< until whoever writes the file is done
    QFileSystemWatcher m_changes;
    QFutureWatcher<Outcome> m_watcher;
    bool m_saving = false;
};

} // namespace ringside::desktop
