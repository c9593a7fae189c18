#pragma once

#include "course/problems.h"
#include "course/toml.h"
#include "course/worldreader.h"
#include "grading/world.h"

namespace ringside::grading {

/// Worlds written in a test as in world.toml. Manifest mistakes that the course's own reader
/// reports are let through: what the builder says of them is tested here.
inline WorldBook bookOf(const QByteArray &toml)
{
    const QString file = QStringLiteral("world.toml");
    const auto node = course::parseToml(toml, file);
    if (!node)
        qFatal("%s", qPrintable(describe(node.error())));
    QList<Error> errors;
    course::Problems problems(file, errors);
    return {file, course::readWorlds(*node, problems)};
}

} // namespace ringside::grading
