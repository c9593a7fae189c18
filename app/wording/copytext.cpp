#include "wording/copytext.h"

#include <QCoreApplication>
#include <QLocale>

namespace ringside::wording {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace

QString copyText(const progress::Backup &copy)
{
    const QString day = QLocale().toString(copy.day, QLocale::LongFormat);
    switch (copy.reason) {
    case progress::Backup::Reason::Daily:
        return day;
    case progress::Backup::Reason::Migration:
        return Words::tr("%1, before an update").arg(day);
    case progress::Backup::Reason::Import:
        return copy.number == 1 ? Words::tr("%1, before an import").arg(day)
                                : Words::tr("%1, before import %2 of that day").arg(day).arg(copy.number);
    }
    Q_UNREACHABLE_RETURN({});
}

QString importText(const progress::TakenIn &taken)
{
    const QString text
        = Words::tr("New here: %1; already known: %2; cards that stand elsewhere now: %3; solutions written: %4.")
              .arg(taken.report.taken)
              .arg(taken.report.known)
              .arg(taken.report.cards)
              .arg(taken.drafts);
    return taken.playground ? text + u' ' + Words::tr("The playground is the one that came: it was used later.")
                            : text;
}

} // namespace ringside::wording
