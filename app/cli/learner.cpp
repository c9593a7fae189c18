#include "cli/learner.h"

#include "cli/console.h"
#include "cli/options.h"
#include "cli/session.h"
#include "wording/learning.h"

namespace ringside::cli {

using progress::OpenFailure;
using progress::Store;

namespace {

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
    const wording::Trouble trouble = wording::explain(store.error());
    std::ignore = complain(Impossible, trouble.what, trouble.remedy);
    return nullptr;
}

} // namespace ringside::cli
