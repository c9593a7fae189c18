#pragma once

#include "base/filedescriptor.h"
#include "supervisor/messagesocket.h"
#include "supervisor/privileges.h"

#include <string>
#include <vector>

namespace ringside::supervisor {

/// Where the learner's things are inside a box.
inline constexpr char homePath[] = "/home/learner";
inline constexpr char pythonPath[] = "/usr/bin/python3";

/// The small environment every program of a box gets, in this order.
[[nodiscard]] inline std::vector<std::string> boxEnvironment(std::uint32_t hashSeed)
{
    return {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/home/learner", "USER=learner",
        "LOGNAME=learner", "LANG=C.UTF-8", "PYTHONHASHSEED=" + std::to_string(hashSeed)};
}

/// All that a program needs to know. It comes with its go, so that a box can be made before anyone asks for it.
struct ProgramPlan
{
    ProcessLimits limits;
    std::uint32_t umask = 022;
    std::vector<std::string> arguments; ///< sys.argv[1:]
    std::vector<std::string> environment; ///< "NAME=value", complete
    bool valueChannel = false; ///< the program keeps descriptor 3
    bool traced = false; ///< the lens answers instead of the steward, and the filter stops for it
    std::vector<std::string> linesBelow; ///< of files below these the program is to tell its lines: see LinePage

    void visit(auto &fields)
    {
        fields(limits.addressSpaceBytes, limits.fileBytes, limits.cpuSeconds, limits.processes,
            limits.descriptors, umask, arguments, environment, valueChannel, traced, linesBelow);
    }
};

/// All that a box needs to know while it is made.
struct BoxPlan
{
    std::vector<std::string> mounts; ///< where further file systems are attached, outer before inner
    bool session = false; ///< init stays for programs that come later: see SessionInit
    ProgramPlan program; ///< only where it is known already, as in every cold box
    void visit(auto &fields) { fields(mounts, session, program); }
};

/// The first word of a program, when its box is finished.
struct Hello
{
    std::uint64_t linePage = 0; ///< its address; 0: it has none
    void visit(auto &fields) { fields(linePage); }
};

/// The answer to a program's hello. Its standard streams come along.
struct Go
{
    bool bringsPlan = false; ///< else BoxPlan::program holds
    ProgramPlan plan;
    void visit(auto &fields) { fields(bringsPlan, plan); }
};

/// What a box is born with. All else is closed before a learner's byte is read.
struct BoxDescriptors
{
    FileDescriptor workspace; ///< the mount that becomes /home/learner
    FileDescriptor temporary; ///< the mount that becomes /tmp
    std::vector<FileDescriptor> mounts; ///< in the order of BoxPlan::mounts
    MessageSocket status; ///< init's word to the steward: a failed step, then how the program ended
    MessageSocket handover; ///< the program says hello, and is told to go with its standard streams
};

/// What comes over BoxDescriptors::status.
struct BoxStatus
{
    enum class Kind : std::uint8_t {
        StepFailed, ///< of the set-up, or of starting a program: `step`, `errnum`
        Started, ///< a program of a session; its terminal comes along, if it has one
        Ended, ///< a program: `waitStatus`
    };
    Kind kind = Kind::Ended;
    std::string step;
    std::int32_t errnum = 0;
    std::int32_t waitStatus = 0; ///< as from wait(2)
    std::uint32_t program = 0; ///< SessionOrder::program
    void visit(auto &fields) { fields(kind, step, errnum, waitStatus, program); }
};

constexpr BoxStatus::Kind lastOf(BoxStatus::Kind) { return BoxStatus::Kind::Ended; }

/// What a session's init is told over BoxDescriptors::handover. Without a terminal the three standard streams come
/// along with Start.
struct SessionOrder
{
    enum class Kind : std::uint8_t { Start, KillAll };
    Kind kind = Kind::Start;
    std::uint32_t program = 0; ///< a number for what init will say about it
    std::vector<std::string> command;
    bool terminal = false;
    std::uint16_t rows = 0;
    std::uint16_t columns = 0;
    void visit(auto &fields) { fields(kind, program, command, terminal, rows, columns); }
};

constexpr SessionOrder::Kind lastOf(SessionOrder::Kind) { return SessionOrder::Kind::KillAll; }

} // namespace ringside::supervisor
