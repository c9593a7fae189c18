#pragma once

#include "classroom/similarfiles.h"

#include <QWidget>

namespace ringside::desktop {

class Button;
class CodeEditor;
class Label;
class Pane;

/// Two similar files side by side. Passages that both have are tinted and numbered; scrolling one file keeps beside it
/// what the other has there.
class SimilarPairView : public QWidget
{
    Q_OBJECT

public:
    explicit SimilarPairView(QWidget *parent = nullptr);

    void showPair(const classroom::SimilarFiles &files, const QString &first, const QString &second);
    void showNothing();
    /// 0 is the first.
    void goToPassage(qsizetype passage);
    [[nodiscard]] QList<CodeEditor *> editors() const { return {m_sides[0].editor, m_sides[1].editor}; }

private:
    /// One of the two files.
    struct Side
    {
        Pane *pane = nullptr;
        CodeEditor *editor = nullptr;
        classroom::AlignedView view; ///< seen from this file
    };

    Side makeSide(const QString &name);
    QWidget *makeHead();
    void fill(Side &side, const QByteArray &source, const QString &student);
    void tint(const Side &side);
    void tintBoth();
    void follow(const Side &side, const Side &other, int value);
    void goToLine(const Side &side, int line, int above);
    [[nodiscard]] QString placeText(qsizetype passage) const;
    /// -1: none.
    [[nodiscard]] qsizetype passageAt(const Side &side, int line) const;
    [[nodiscard]] const QList<classroom::SharedPassage> &passages() const { return m_sides[0].view.passages; }

    std::array<Side, 2> m_sides;
    qsizetype m_passage = 0;
    bool m_isFollowing = false; ///< one moves because the other does
    Label *m_place;
    Button *m_previous;
    Button *m_next;
};

} // namespace ringside::desktop
