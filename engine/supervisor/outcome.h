#pragma once

#include <cerrno>
#include <expected>
#include <string>

namespace ringside::supervisor {

/// Why a step of the supervisor did not work.
struct Failure
{
    enum class Kind {
        System, ///< the kernel refused: `errnum`
        Content, ///< what was asked for cannot be built
        Unsupported, ///< this machine lacks something
    };
    std::string step; ///< "mount /proc"
    int errnum = 0;
    Kind kind = Kind::System;
};

template <typename T = void> using Outcome = std::expected<T, Failure>;

/// The step that just failed, with the errno it left.
[[nodiscard]] inline std::unexpected<Failure> failed(std::string step, int errnum = errno)
{
    return std::unexpected(Failure{.step = std::move(step), .errnum = errnum});
}

[[nodiscard]] inline std::unexpected<Failure> wrongContent(std::string what)
{
    return std::unexpected(Failure{.step = std::move(what), .kind = Failure::Kind::Content});
}

} // namespace ringside::supervisor
