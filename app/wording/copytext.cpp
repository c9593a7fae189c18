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
    return copy.reason == progress::Backup::Reason::Migration ? Words::tr("%1, before an update").arg(day) : day;
}

} // namespace ringside::wording
