#pragma once

#include "desktop/playground/environmentmodel.h"

#include <QTableView>
#include <QWidget>

#include <optional>

class QCheckBox;
class QLineEdit;
class QPlainTextEdit;

namespace ringside::desktop {

/// What a run gets: arguments and standard input.
class InputPane : public QWidget
{
    Q_OBJECT

public:
    explicit InputPane(QWidget *parent = nullptr);

    /// As a shell would split them; an unfinished quote ends at the end.
    [[nodiscard]] QByteArrayList arguments() const;
    /// Nothing: the program has the terminal.
    [[nodiscard]] std::optional<QByteArray> input() const;
    [[nodiscard]] QString argumentText() const;
    [[nodiscard]] QString inputText() const;
    void set(const QString &arguments, bool usesInput, const QString &input);

    [[nodiscard]] QLineEdit *argumentField() const { return m_arguments; }
    [[nodiscard]] QCheckBox *inputSwitch() const { return m_usesInput; }
    [[nodiscard]] QPlainTextEdit *inputField() const { return m_input; }

signals:
    void changed();

private:
    void restyle();

    QLineEdit *m_arguments;
    QCheckBox *m_usesInput;
    QPlainTextEdit *m_input;
};

/// The table of an EnvironmentModel: Delete takes a value back.
class EnvironmentView : public QTableView
{
    Q_OBJECT

public:
    explicit EnvironmentView(EnvironmentModel *model, QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    EnvironmentModel *m_model;
};

} // namespace ringside::desktop
