#include "wording/similarity.h"

#include "base/bytes.h"

#include <QCoreApplication>

#include <cmath>

namespace ringside::wording {

using namespace Qt::StringLiterals;
using classroom::AlignedView;
using classroom::SharedPassage;
using classroom::SimilarFiles;
using classroom::SimilarPair;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

const QString style
    = u"body{font-family:sans-serif;margin:2em;line-height:1.4}"
      "table{border-collapse:collapse;width:100%}td{vertical-align:top;width:50%;padding:0 .5em}"
      "pre{margin:0;white-space:pre-wrap}.given{color:#888}"
      ".p0{background:#ffe08a}.p1{background:#b7e3ff}.p2{background:#c9f2b9}.p3{background:#f4c6e6}"
      "@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#eee}"
      ".p0{background:#6b5200}.p1{background:#0b4a70}.p2{background:#2b5a16}.p3{background:#6b2457}}"_s;

QString safe(const QString &text)
{
    return displayText(text.toUtf8()).toHtmlEscaped();
}

/// The passage a line is in, from 1; 0 for none.
int passageOf(const AlignedView &view, int line, bool isOther)
{
    for (qsizetype i = 0; i < view.passages.size(); ++i) {
        const SharedPassage &passage = view.passages[i];
        const int first = isOther ? passage.firstOfOther : passage.first;
        const int last = isOther ? passage.lastOfOther : passage.last;
        if (line >= first && line <= last)
            return static_cast<int>(i) + 1;
    }
    return 0;
}

QString sourceHtml(const QByteArray &source, const AlignedView &view, bool isOther)
{
    const QList<int> &given = isOther ? view.givenOfOther : view.given;
    QString html = u"<pre>"_s;
    int number = 0;
    for (const QByteArray &line : source.split('\n')) {
        ++number;
        const int passage = passageOf(view, number, isOther);
        const QString kind = passage > 0 ? u"p%1"_s.arg((passage - 1) % 4)
            : given.contains(number)     ? u"given"_s
                                         : QString();
        html += u"<span class=\"%1\">%2 %3 %4</span>\n"_s.arg(kind,
            passage > 0 ? QString::number(passage).rightJustified(3) : u"   "_s,
            QString::number(number).rightJustified(4),
            displayText(line).toHtmlEscaped());
    }
    return html + u"</pre>"_s;
}

QString pairHtml(const SimilarFiles &files)
{
    return u"<h2>%1: %2, %3</h2>\n<p>%4</p>\n<table><tr><td>%5</td><td>%6</td></tr></table>\n"_s.arg(
        safe(files.slug), safe(files.first), safe(secondName(files, files.second)),
        similarityText(files.pair).toHtmlEscaped(),
        sourceHtml(files.firstSource, files.view, false),
        sourceHtml(files.secondSource, files.view, true));
}

} // namespace

QString secondName(const SimilarFiles &files, const QString &name)
{
    return files.isEarlier ? Words::tr("%1 (earlier)").arg(name) : name;
}

QString similarityText(const SimilarPair &pair)
{
    if (pair.isTooShort)
        return Words::tr("the same but for names and values, and too short to judge");
    const int percent = qFloor(pair.similarity * 100);
    if (pair.outlier < 1)
        return Words::tr("%1 % similar, as is usual in the class").arg(percent);
    return Words::tr("%1 % similar, %2 deviations above the class").arg(percent).arg(pair.outlier, 0, 'f', 1);
}

QString passagesText(const AlignedView &view)
{
    QStringList lines;
    for (const SharedPassage &passage : view.passages)
        lines.append(Words::tr("lines %1 to %2 and lines %3 to %4")
                .arg(passage.first)
                .arg(passage.last)
                .arg(passage.firstOfOther)
                .arg(passage.lastOfOther));
    return lines.join(u'\n');
}

QString similarityNote()
{
    return Words::tr("Similar says what two files share, not why. What was given out is grey; what a "
                     "quarter of the class has does not count.");
}

QString similarityHtml(const QString &title, const QList<SimilarFiles> &pairs)
{
    QString body = u"<p>%1</p>\n"_s.arg(
        similarityNote().toHtmlEscaped());
    for (const SimilarFiles &files : pairs)
        body += pairHtml(files);
    return u"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%1</title>"
           "<style>%2</style></head>\n<body><h1>%1</h1>\n%3</body></html>\n"_s.arg(
               safe(title), style, body);
}

} // namespace ringside::wording
