// The extension a zygote loads. It forks boxes; in a learner's process serve() simply returns, and the
// interpreter goes on to run main.py. Only the stable interface of Python is used, so one build serves every
// version from 3.12 on.

#define Py_LIMITED_API 0x030c0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "sandbox/protocol.h"
#include "supervisor/box.h"
#include "supervisor/kernel.h"
#include "supervisor/tracedcalls.h"
#include "supervisor/zygoteorders.h"

#include <cstdint>
#include <fstream>
#include <linux/sched.h>
#include <sstream>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

using namespace ringside;
using namespace ringside::supervisor;

/// The memory that a box shares with its zygote until one of them writes to it: nearly all of it before long, for
/// Python takes every object apart at the end. A page at a time, when it is written to, costs a program a quarter of
/// its time; a box that nobody waits for yet copies them all before.
class SharedMemory
{
public:
    /// Of this process, as it is now.
    static SharedMemory current();
    /// In a process that was forked since. A page that cannot be copied is still shared, as without this.
    void copy() const;

private:
    struct Range
    {
        std::uintptr_t begin = 0;
        std::uintptr_t end = 0;
    };

    void addUsedPages(Range range);

    std::vector<Range> m_ranges;
};

SharedMemory SharedMemory::current()
{
    SharedMemory memory;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        Range range;
        char dash = 0;
        std::string rights;
        std::istringstream fields(line);
        if (fields >> std::hex >> range.begin >> dash >> range.end >> rights && rights == "rw-p")
            memory.addUsedPages(range);
    }
    return memory;
}

void SharedMemory::addUsedPages(Range range)
{
    static const auto pageBytes = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    std::vector<unsigned char> isUsed((range.end - range.begin) / pageBytes);
    if (::mincore(reinterpret_cast<void *>(range.begin), range.end - range.begin, isUsed.data()) < 0)
        return;
    for (std::uintptr_t page = range.begin; const unsigned char used : isUsed) {
        if (used & 1 && !m_ranges.empty() && m_ranges.back().end == page)
            m_ranges.back().end += pageBytes;
        else if (used & 1)
            m_ranges.push_back({.begin = page, .end = page + pageBytes});
        page += pageBytes;
    }
}

void SharedMemory::copy() const
{
    for (const Range &range : m_ranges)
        ::madvise(reinterpret_cast<void *>(range.begin), range.end - range.begin, MADV_POPULATE_WRITE);
}

SharedMemory sharedMemory;

/// In a new process: Python's own work, and the copy.
void renewAndCopy()
{
    PyOS_AfterFork_Child();
    sharedMemory.copy();
}

/// Waits for orders and carries them out, until the steward is gone.
class Zygote
{
public:
    /// Returns only in a learner's process, with the program's plan.
    ProgramPlan serve();

private:
    bool takeOrder();
    void answer(pid_t pid, int pidfd, int errnum);

    MessageSocket m_control{FileDescriptor(zygoteControlDescriptor)};
    SeccompFilter m_plainFilter = SeccompFilter::build();
    SeccompFilter m_tracedFilter = SeccompFilter::build(tracedCalls());
    BoxPlan m_plan;
    BoxDescriptors m_descriptors;
    FileDescriptor m_cgroup;
};

ProgramPlan Zygote::serve()
{
    ::prctl(PR_SET_NAME, "zygote", 0, 0, 0);
    sharedMemory = SharedMemory::current();
    (void)m_control.send(zygoteReady);
    for (;;) {
        if (!takeOrder())
            ::_exit(0);
        int pidfd = -1;
        // The box becomes a child of the steward, not of ours: we wait for nobody.
        const pid_t pid = cloneProcess(Box::cloneFlags() | CLONE_PARENT, pidfd, m_cgroup.get());
        if (pid == 0) {
            m_control.close();
            m_cgroup.reset();
            const auto renew = m_plan.hasTime ? renewAndCopy : PyOS_AfterFork_Child;
            Box box(std::move(m_plan), std::move(m_descriptors), m_plainFilter, m_tracedFilter,
                {.before = PyOS_BeforeFork,  .inChild = renew});
            return box.enter();
        }
        answer(pid, pidfd, errno);
        m_descriptors = {};
        m_cgroup.reset();
    }
}

bool Zygote::takeOrder()
{
    Outcome<Message> message = m_control.receive();
    if (!message || message->bytes.empty())
        return false;
    sandbox::protocol::Reader reader(message->bytes);
    ZygoteOrder order;
    reader(order);
    auto &descriptors = message->descriptors;
    const std::size_t expected = 4 + order.plan.mounts.size() + (order.intoCgroup ? 1 : 0);
    if (!reader.isComplete() || descriptors.size() != expected)
        return false;
    m_plan = std::move(order.plan);
    m_descriptors.workspace = std::move(descriptors[0]);
    m_descriptors.temporary = std::move(descriptors[1]);
    m_descriptors.status = MessageSocket(std::move(descriptors[2]));
    m_descriptors.handover = MessageSocket(std::move(descriptors[3]));
    for (std::size_t i = 0; i < m_plan.mounts.size(); ++i)
        m_descriptors.mounts.push_back(std::move(descriptors[4 + i]));
    if (order.intoCgroup)
        m_cgroup = std::move(descriptors.back());
    return true;
}

void Zygote::answer(pid_t pid, int pidfd, int errnum)
{
    const FileDescriptor owned(pidfd);
    sandbox::protocol::Writer writer;
    writer(ZygoteAnswer{.pid = pid, .errnum = pid < 0 ? errnum : 0});
    if (pid < 0)
        (void)m_control.send(writer.bytes());
    else
        (void)m_control.send(writer.bytes(), {pidfd});
}

PyObject *asTexts(const std::vector<std::string> &values)
{
    PyObject *list = PyList_New(static_cast<Py_ssize_t>(values.size()));
    for (std::size_t i = 0; list && i < values.size(); ++i) {
        PyObject *text = PyUnicode_DecodeFSDefaultAndSize(
            values[i].data(), static_cast<Py_ssize_t>(values[i].size()));
        if (!text || PyList_SetItem(list, static_cast<Py_ssize_t>(i), text) < 0) {
            Py_DECREF(list);
            return nullptr;
        }
    }
    return list;
}

PyObject *serve(PyObject *, PyObject *)
{
    static Zygote zygote;
    const ProgramPlan plan = zygote.serve();
    PyObject *arguments = asTexts(plan.arguments);
    PyObject *environment = arguments ? asTexts(plan.environment) : nullptr;
    return environment ? Py_BuildValue("(NN)", arguments, environment) : nullptr;
}

PyMethodDef methods[]{
    {"serve", serve, METH_NOARGS, "Forks boxes; returns in a learner's process."}, {}};

PyModuleDef module{PyModuleDef_HEAD_INIT, "ringside_zygote", nullptr, -1, methods, nullptr, nullptr,
    nullptr, nullptr};

} // namespace

PyMODINIT_FUNC PyInit_ringside_zygote()
{
    return PyModule_Create(&module);
}
