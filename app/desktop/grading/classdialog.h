#pragma once

#include "desktop/grading/newclass.h"

#include <QDialog>

class QHBoxLayout;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace ringside::desktop {

/// Asks for the lab, what was handed in, and a folder to grade in.
class ClassDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ClassDialog(QWidget *parent = nullptr);

    [[nodiscard]] ClassSources sources() const;
    void setLab(const QString &file);
    void addHandIns(const QStringList &paths);
    void setFolder(const QString &folder);

private:
    QWidget *makeHandIns();
    QHBoxLayout *makePlace(QLineEdit *line, const QString &name, const QString &hint);
    void chooseLab();
    void chooseFiles();
    void chooseHandInFolder();
    void chooseFolder();
    void removeChosen();
    void showState();

    QLineEdit *m_lab;
    QListWidget *m_handIns;
    QLineEdit *m_folder;
    QPushButton *m_remove;
    QPushButton *m_accept;
};

} // namespace ringside::desktop
