#pragma once

#include "course/course.h"

#include <QWidget>

namespace ringside::desktop {

/// The end of a part: what one has done, where it goes on, and what to practise.
class PartFooter : public QWidget
{
    Q_OBJECT

public:
    enum class Reading : quint8 { NotRead, Read };

    /// `next` is the title of the next part; empty after the last.
    PartFooter(const QString &next, Reading reading, const QList<const course::Exercise *> &exercises,
        QWidget *parent = nullptr);

signals:
    void goOnRequested();
    void markRequested(bool read);
    void exerciseRequested(const QString &slug);
};

} // namespace ringside::desktop
