#pragma once

#include "base/result.h"

#include <QHash>
#include <QJsonObject>
#include <QWidget>

class QTextBrowser;

namespace ringside::desktop {

class Notice;

/// The report of an interview, and its ways out: a page, paper, data.
class MockReportView : public QWidget
{
    Q_OBJECT

public:
    explicit MockReportView(QWidget *parent = nullptr);

    /// `html` stands alone; `json` is the same as data.
    void setReport(const QString &html, const QJsonObject &json);
    [[nodiscard]] QString text() const;
    /// Writes it in the format of the file's ending: html, pdf, json. Whole or not at all.
    [[nodiscard]] Result<> saveAs(const QString &file) const;
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void closed();
    void instructorRequested(); ///< somebody else wants to tick and to remark

private:
    void askAndSave(const QString &ending, const QString &filter);

    QString m_html;
    QJsonObject m_json;
    Notice *m_notice;
    QTextBrowser *m_page;
};

} // namespace ringside::desktop
