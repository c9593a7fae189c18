#define Py_LIMITED_API 0x030c0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "python/lineteller.h"

#include <algorithm>
#include <string_view>
#include <unistd.h>

namespace ringside::python {

namespace {

using supervisor::LinePage;
using supervisor::LineSlot;

constexpr int toolId = 4; // the last of those that stand for no kind of tool: a program of its own begins with 3

LinePage page;
std::vector<std::string> foldersToTell;
PyObject *neverAgain = nullptr; ///< the answer to an event that is not wanted at this place any more

/// Of a code object, and as long as that is there.
std::string_view textOf(PyObject *code, const char *attribute)
{
    PyObject *text = PyObject_GetAttrString(code, attribute);
    Py_ssize_t length = 0;
    const char *bytes = text ? PyUnicode_AsUTF8AndSize(text, &length) : nullptr;
    Py_XDECREF(text);
    if (!bytes)
        PyErr_Clear();
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(length)) : std::string_view();
}

bool isToTell(PyObject *code)
{
    const std::string_view file = textOf(code, "co_filename");
    return std::ranges::any_of(
        foldersToTell, [file](const std::string &folder) { return file.starts_with(folder); });
}

LineSlot &ownSlot()
{
    const pid_t thread = ::gettid();
    LineSlot &slot = page.threads[LinePage::slotOf(thread)];
    slot.thread = thread;
    return slot;
}

/// False, and nothing, when it does not fit.
template <std::size_t room> bool write(std::array<char, room> &into, std::string_view text)
{
    if (text.size() >= room)
        return false;
    *std::ranges::copy(text, into.begin()).out = '\0';
    return true;
}

void tell(PyObject *code, int line)
{
    LineSlot &slot = ownSlot();
    slot.line = write(slot.file, textOf(code, "co_filename")) && write(slot.function, textOf(code, "co_name")) ? line : 0;
}

/// From this frame on outwards, the first line that is to be told. Takes the reference.
void tellFrame(PyObject *frame)
{
    while (frame && frame != Py_None) {
        auto *const known = reinterpret_cast<PyFrameObject *>(frame);
        auto *const code = reinterpret_cast<PyObject *>(PyFrame_GetCode(known));
        const bool found = isToTell(code);
        if (found)
            tell(code, PyFrame_GetLineNumber(known));
        Py_DECREF(code);
        PyObject *const outer = found ? nullptr : PyObject_GetAttrString(frame, "f_back");
        Py_DECREF(frame);
        if (found)
            return;
        frame = outer;
    }
    Py_XDECREF(frame);
    PyErr_Clear();
    ownSlot().line = 0;
}

PyObject *currentFrame()
{
    return Py_XNewRef(reinterpret_cast<PyObject *>(PyEval_GetFrame()));
}

PyObject *answer(bool wasWanted)
{
    return Py_NewRef(wasWanted ? Py_None : neverAgain);
}

// What the interpreter calls, with the code object first. In other people's files it is asked not to call again, where it
// allows that: not for exceptions.

PyObject *atLine(PyObject *, PyObject *const *arguments, Py_ssize_t)
{
    const bool isWanted = isToTell(arguments[0]);
    if (isWanted)
        tell(arguments[0], static_cast<int>(PyLong_AsLong(arguments[1])));
    return answer(isWanted);
}

/// A lambda has no line event where it shares the line it is made in, a generator none where it goes on.
PyObject *entered(PyObject *, PyObject *const *arguments, Py_ssize_t)
{
    const bool isWanted = isToTell(arguments[0]);
    if (isWanted)
        tellFrame(currentFrame());
    return answer(isWanted);
}

/// The line that is returned to is not announced once more.
PyObject *left(PyObject *, PyObject *const *arguments, Py_ssize_t)
{
    const bool isWanted = isToTell(arguments[0]);
    PyObject *const frame = isWanted ? currentFrame() : nullptr;
    if (frame) {
        tellFrame(PyObject_GetAttrString(frame, "f_back"));
        Py_DECREF(frame);
    }
    return answer(isWanted);
}

PyObject *thrownInto(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Py_DECREF(entered(self, arguments, count));
    Py_RETURN_NONE;
}

PyObject *thrownOut(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Py_DECREF(left(self, arguments, count));
    Py_RETURN_NONE;
}

using Fast = PyObject *(*)(PyObject *, PyObject *const *, Py_ssize_t);

PyMethodDef method(const char *name, Fast function)
{
    // Python's own way of keeping functions of several kinds in one field.
    return {name, reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function)), METH_FASTCALL, nullptr};
}

struct Listener
{
    const char *event;
    PyMethodDef method;
};
Listener listeners[]{{"LINE", method("line", atLine)}, {"PY_START", method("start", entered)},
    {"PY_RESUME", method("resume", entered)}, {"PY_THROW", method("throw", thrownInto)},
    {"PY_RETURN", method("return", left)}, {"PY_YIELD", method("yield", left)}, {"PY_UNWIND", method("unwind", thrownOut)}};

/// A new reference; whatever came before may have failed already.
PyObject *attribute(PyObject *of, const char *name)
{
    return of ? PyObject_GetAttrString(of, name) : nullptr;
}

/// Whether a call has come to anything. Takes the reference.
bool isDone(PyObject *result)
{
    const bool isThere = result != nullptr;
    Py_XDECREF(result);
    return isThere;
}

bool listen(PyObject *monitoring)
{
    PyObject *const events = attribute(monitoring, "events");
    neverAgain = attribute(monitoring, "DISABLE");
    bool works = neverAgain && isDone(PyObject_CallMethod(monitoring, "use_tool_id", "is", toolId, "ringside"));
    long wanted = 0;
    for (Listener &listener : listeners) {
        PyObject *const event = works ? attribute(events, listener.event) : nullptr;
        PyObject *const function = event ? PyCFunction_New(&listener.method, nullptr) : nullptr;
        works = function && isDone(PyObject_CallMethod(monitoring, "register_callback", "iOO", toolId, event, function));
        wanted |= works ? PyLong_AsLong(event) : 0;
        Py_XDECREF(function);
        Py_XDECREF(event);
    }
    Py_XDECREF(events);
    return works && isDone(PyObject_CallMethod(monitoring, "set_events", "il", toolId, wanted));
}

} // namespace

const LinePage &linePage()
{
    return page;
}

void tellLines(std::vector<std::string> folders)
{
    foldersToTell = std::move(folders);
    PyObject *const monitoring = PySys_GetObject("monitoring"); // borrowed
    if (!monitoring || !listen(monitoring))
        PyErr_Clear();
}

} // namespace ringside::python
