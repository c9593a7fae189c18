// The extension a zygote loads. It forks boxes; in a learner's process serve() simply returns, and the
// interpreter goes on to run main.py. Only the stable interface of Python is used, so one build serves every
// version from 3.12 on.

#define Py_LIMITED_API 0x030c0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "python/lineteller.h"
#include "sandbox/protocol.h"
#include "supervisor/box.h"
#include "supervisor/kernel.h"
#include "supervisor/sharedmemory.h"
#include "supervisor/zygoteorders.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <linux/sched.h>
#include <optional>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace ringside;
using namespace ringside::supervisor;

constexpr unsigned longestRehearsal = 10; // seconds; it takes milliseconds

SharedMemory sharedMemory; ///< what every box copies at its beginning: nothing, as long as this is not known
int rehearsalPipe = -1; ///< in the process that rehearses

/// In a new process: Python's own work, and the copy.
void renewAndCopy()
{
    PyOS_AfterFork_Child();
    sharedMemory.copy();
}

/// The last that the process does which rehearses: Python has taken itself apart by now.
void tellWrittenMemory()
{
    (void)sharedMemory.written().send(rehearsalPipe);
}

/// Waits for orders and carries them out, until the steward is gone.
class Zygote
{
public:
    /// Returns only in a learner's process, with the program's plan, and in the one that rehearses.
    ProgramPlan serve();

private:
    [[nodiscard]] bool rehearse();
    bool takeOrder();
    void answer(pid_t pid, int pidfd, int errnum);

    MessageSocket m_control{FileDescriptor(zygoteControlDescriptor)};
    BoxFilters m_filters;
    bool m_hasRehearsed = false;
    BoxPlan m_plan;
    BoxDescriptors m_descriptors;
    FileDescriptor m_cgroup;
};

ProgramPlan Zygote::serve()
{
    ::prctl(PR_SET_NAME, "zygote", 0, 0, 0);
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
            Box box(std::move(m_plan), std::move(m_descriptors), m_filters,
                {.before = PyOS_BeforeFork, .inChild = renewAndCopy, .linePage = &python::linePage()});
            return box.enter();
        }
        answer(pid, pidfd, errno);
        m_descriptors = {};
        m_cgroup.reset();
        if (!m_hasRehearsed && rehearse())
            return {};
    }
}

/// An interpreter without a program starts and ends in a process of its own, outside of any box, and tells which memory
/// it has written to: that every program does. Not before the first box is made, for somebody waits for that one. True
/// in the process that rehearses.
bool Zygote::rehearse()
{
    m_hasRehearsed = true;
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) < 0)
        return false;
    const FileDescriptor readEnd(ends[0]);
    FileDescriptor writeEnd(ends[1]);
    sharedMemory = SharedMemory::current();
    PyOS_BeforeFork();
    const pid_t pid = ::fork();
    if (pid == 0) {
        PyOS_AfterFork_Child();
        ::alarm(longestRehearsal);
        m_control.close();
        rehearsalPipe = writeEnd.release();
        if (std::atexit(tellWrittenMemory) != 0)
            ::_exit(1);
        return true;
    }
    PyOS_AfterFork_Parent();
    writeEnd.reset();
    if (pid < 0)
        return false;
    if (std::optional<SharedMemory> written = SharedMemory::receive(readEnd.get()))
        sharedMemory = std::move(*written);
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) { }
    return false;
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
    if (!plan.linesBelow.empty())
        python::tellLines(plan.linesBelow);
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
