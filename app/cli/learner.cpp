#include "cli/learner.h"

#include "cli/console.h"
#include "cli/options.h"
#include "cli/session.h"
#include "wording/learning.h"

#include <QCoreApplication>

namespace ringside::cli {

using progress::OpenFailure;
using progress::Store;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// Where something has to be decided about the file, the window asks.
QString remedyFor(const OpenFailure &failure)
{
    switch (failure.kind) {
    case OpenFailure::Kind::Newer:
    case OpenFailure::Kind::Corrupt:
    case OpenFailure::Kind::Foreign:
        return Words::tr("The window offers what can be done, on its page Progress. "
                         "`ringside progress restore` lists earlier copies.");
    default:
        return wording::explain(failure).remedy;
    }
}

std::unique_ptr<Store> emptyStore()
{
    auto store = Store::inMemory();
    if (store)
        return std::move(*store);
    std::ignore = complain(store.error());
    return nullptr;
}

} // namespace

std::unique_ptr<Store> openStore(Store::Access access)
{
    auto store = Store::open(Store::defaultPath(), {.access = access, .claim = {}, .place = {}});
    if (store)
        return std::move(*store);
    if (store.error().kind == OpenFailure::Kind::Missing)
        return emptyStore();
    std::ignore = complain(Impossible, wording::explain(store.error()).what, remedyFor(store.error()));
    return nullptr;
}

} // namespace ringside::cli
