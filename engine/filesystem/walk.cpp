#include "filesystem/walk.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <thread>

// How a walk works. Jobs lie on one stack: a directory to be listed, or a piece of a listing to be
// looked at. A worker takes the topmost job. Listing a directory, it looks at each piece itself
// unless another worker waits for something to do: then the piece goes onto the stack, so that one
// directory of 100,000 entries is shared out as well as 100,000 directories. The walk ends when the
// stack is empty and nobody works on a job that could fill it again. The first worker is the
// caller's thread; the others start when there turns out to be work for them.

namespace ringside::filesystem {

namespace {

// Four times what Python and glibc use; holds the listing of most directories.
constexpr size_t bufferBytes = 128 << 10;

// A tree with fewer directories waiting than this is done before a second thread has started.
constexpr size_t jobsWorthAThread = 8;

struct Listing
{
    std::unique_ptr<char[]> bytes;
    size_t filled = 0;
};

struct Job
{
    QByteArray path;
    std::shared_ptr<FileDescriptor> directory; ///< open already for a piece of its listing
    Listing piece; ///< empty: the directory is still to be listed
};

bool isDotOrDotDot(const char *name)
{
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

class Walk
{
public:
    Walk(int root, const std::vector<std::unique_ptr<WalkVisitor>> &visitors)
        : m_root(root)
        , m_visitors(visitors)
    {
        m_jobs.push_back({.path = QByteArrayLiteral(".")});
    }

    void run()
    {
        work(0);
        m_helpers.clear(); // joins them
    }

private:
    /// Takes jobs until there are none and none can come.
    void work(size_t worker)
    {
        auto buffer = std::make_unique<char[]>(bufferBytes);
        while (auto job = take()) {
            if (job->piece.bytes)
                look(*job, *m_visitors[worker], job->piece);
            else
                list(*job, *m_visitors[worker], buffer);
            finished();
        }
    }

    std::optional<Job> take()
    {
        std::unique_lock lock(m_mutex);
        ++m_waiting;
        m_changed.wait(lock, [this] { return !m_jobs.empty() || m_working == 0; });
        --m_waiting;
        if (m_jobs.empty())
            return std::nullopt;
        ++m_working;
        Job job = std::move(m_jobs.back());
        m_jobs.pop_back();
        return job;
    }

    void finished()
    {
        const std::lock_guard lock(m_mutex);
        if (--m_working == 0 && m_jobs.empty())
            m_changed.notify_all();
    }

    void put(std::vector<Job> jobs)
    {
        if (jobs.empty())
            return;
        const std::lock_guard lock(m_mutex);
        for (Job &job : jobs)
            m_jobs.push_back(std::move(job));
        if (m_jobs.size() >= jobsWorthAThread)
            startHelpers();
        if (m_waiting > 0)
            m_changed.notify_all();
    }

    /// Called with the mutex held.
    void startHelpers()
    {
        while (m_helpers.size() + 1 < m_visitors.size())
            m_helpers.emplace_back([this, worker = m_helpers.size() + 1] { work(worker); });
    }

    void list(const Job &job, WalkVisitor &visitor, std::unique_ptr<char[]> &buffer)
    {
        auto directory = std::make_shared<FileDescriptor>(
            openBeneath(m_root, job.path, O_RDONLY | O_DIRECTORY));
        if (!*directory) {
            if (!meansVanished(errno))
                visitor.fail(job.path, errno);
            return;
        }
        for (;;) {
            const ssize_t filled = ::getdents64(directory->get(), buffer.get(), bufferBytes);
            if (filled < 0 && !meansVanished(errno))
                visitor.fail(job.path, errno);
            if (filled <= 0)
                return;
            Listing piece{.bytes = std::move(buffer), .filled = static_cast<size_t>(filled)};
            const Job part{.path = job.path, .directory = directory};
            if (m_visitors.size() > 1 && piece.filled > bufferBytes / 2 && share(part, piece)) {
                buffer = std::make_unique<char[]>(bufferBytes);
            } else {
                look(part, visitor, piece);
                buffer = std::move(piece.bytes);
            }
        }
    }

    /// Gives a full piece of a listing to a worker that waits for one. A directory with so many
    /// entries is a reason to have more workers.
    bool share(const Job &part, Listing &piece)
    {
        const std::lock_guard lock(m_mutex);
        startHelpers();
        if (m_waiting == 0 || !m_jobs.empty())
            return false;
        m_jobs.push_back(
            {.path = part.path, .directory = part.directory, .piece = std::move(piece)});
        m_changed.notify_one();
        return true;
    }

    void look(const Job &job, WalkVisitor &visitor, const Listing &piece)
    {
        std::vector<Job> below;
        for (size_t at = 0; at < piece.filled;) {
            const auto *entry = reinterpret_cast<const dirent64 *>(piece.bytes.get() + at);
            at += entry->d_reclen;
            if (!isDotOrDotDot(entry->d_name) && lookAt(job, visitor, *entry) == Descend::Into)
                below.push_back({.path = joined(job.path, entry->d_name)});
        }
        put(std::move(below));
    }

    static Descend lookAt(const Job &job, WalkVisitor &visitor, const dirent64 &entry)
    {
        std::optional<EntryType> type = typeOfEntry(entry);
        const Want want = visitor.want(entry.d_name, type);
        if (want == Want::Nothing)
            return Descend::Past;
        struct statx status;
        const bool needsStatus = want == Want::Status || !type;
        if (needsStatus && !statusOf(job.directory->get(), entry.d_name, status)) {
            if (!meansVanished(errno))
                visitor.fail(joined(job.path, entry.d_name), errno);
            return Descend::Past;
        }
        if (!type && visitor.want(entry.d_name, typeOfMode(status.stx_mode)) == Want::Nothing)
            return Descend::Past;
        // What a status says is newer than the listing.
        if (needsStatus)
            type = typeOfMode(status.stx_mode);
        const Descend answer = visitor.visit({.directory = job.path,
            .descriptor = job.directory->get(),
            .name = entry.d_name,
            .type = *type,
            .status = needsStatus ? &status : nullptr});
        return type == EntryType::Directory ? answer : Descend::Past;
    }

    int m_root;
    const std::vector<std::unique_ptr<WalkVisitor>> &m_visitors;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Job> m_jobs;
    int m_working = 0; ///< workers with a job
    int m_waiting = 0; ///< workers without
    std::vector<std::jthread> m_helpers;
};

} // namespace

size_t walkThreads()
{
    return std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
}

QList<EntryError> walk(int root, const std::vector<std::unique_ptr<WalkVisitor>> &visitors)
{
    Q_ASSERT(!visitors.empty());
    Walk(root, visitors).run();
    QList<EntryError> errors;
    for (const auto &visitor : visitors)
        errors.append(std::move(visitor->errors()));
    std::ranges::sort(errors);
    return errors;
}

} // namespace ringside::filesystem
