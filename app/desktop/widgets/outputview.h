#pragma once

#include <QPlainTextEdit>

namespace ringside::desktop {

/// What a program wrote, read only. Standard error stands apart in colour and is announced by its place:
/// it follows standard output.
class OutputView : public QPlainTextEdit
{
    Q_OBJECT

public:
    enum class Part : quint8 { Output, Error, Remark };
    enum class GroundColor : quint8 { Surface, Code };

    explicit OutputView(const QString &name, GroundColor ground, QWidget *parent = nullptr);

    void append(Part part, const QString &text);
    /// The wheel goes to what is around it, unless the output has the focus.
    void leaveWheel() { m_leavesWheel = true; }
    /// Height that shows `least` to `most` lines of what is in it, at the width it has: too long a line brings a
    /// scroll bar, which needs room of its own.
    [[nodiscard]] int heightForLines(int least, int most) const;

protected:
    void wheelEvent(QWheelEvent *event) override;

private:
    void restyle();
    [[nodiscard]] QTextCharFormat format(Part part) const;

    GroundColor m_ground;
    bool m_leavesWheel = false;
    QList<std::pair<Part, int>> m_parts; ///< part and its length, for recolouring
};

} // namespace ringside::desktop
