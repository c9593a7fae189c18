#include "course/links.h"

#include <md4c.h>

#include <algorithm>
#include <cstdint>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

/// What md4c calls back with. It gives no positions, but its texts point into the document it
/// reads, and that is where the line numbers come from.
struct Visit
{
    QByteArray document;
    QString file;
    int firstLine = 1;
    qsizetype lastOffset = 0;
    QList<Link> links;

    void remember(const MD_CHAR *text)
    {
        const auto start = reinterpret_cast<std::uintptr_t>(document.constData());
        const auto at = reinterpret_cast<std::uintptr_t>(text);
        if (at >= start && at < start + static_cast<std::uintptr_t>(document.size()))
            lastOffset = static_cast<qsizetype>(at - start);
    }

    void add(const MD_ATTRIBUTE &target, bool image)
    {
        // A target without escapes points into the document, too; another one is a copy.
        if (target.text)
            remember(target.text);
        const auto line = std::count(document.begin(), document.begin() + lastOffset, '\n');
        links.append({.target = QString::fromUtf8(target.text, target.size),
            .file = file,
            .line = firstLine + static_cast<int>(line),
            .image = image});
    }
};

int ignoreBlock(MD_BLOCKTYPE, void *, void *)
{
    return 0;
}

int ignoreSpan(MD_SPANTYPE, void *, void *)
{
    return 0;
}

int enterSpan(MD_SPANTYPE type, void *detail, void *visit)
{
    if (type == MD_SPAN_A)
        static_cast<Visit *>(visit)->add(static_cast<MD_SPAN_A_DETAIL *>(detail)->href, false);
    if (type == MD_SPAN_IMG)
        static_cast<Visit *>(visit)->add(static_cast<MD_SPAN_IMG_DETAIL *>(detail)->src, true);
    return 0;
}

int enterText(MD_TEXTTYPE, const MD_CHAR *text, MD_SIZE, void *visit)
{
    static_cast<Visit *>(visit)->remember(text);
    return 0;
}

bool isOutside(const QString &target)
{
    return target.startsWith(u"https://"_s) || target.startsWith(u"http://"_s);
}

bool isInside(const QString &target)
{
    static const QStringList forms{u"lesson:"_s, u"exercise:"_s, u"question:"_s, u"#"_s};
    return std::ranges::any_of(forms, [&](const QString &form) {
        return target.startsWith(form) && target.size() > form.size();
    });
}

} // namespace

QList<Link> linksIn(const QString &markdown, const QString &file, int firstLine)
{
    if (!markdown.contains(u'[') && !markdown.contains(u'<'))
        return {};
    Visit visit{.document = markdown.toUtf8(), .file = file, .firstLine = firstLine};
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOHTML;
    parser.enter_block = ignoreBlock;
    parser.leave_block = ignoreBlock;
    parser.enter_span = enterSpan;
    parser.leave_span = ignoreSpan;
    parser.text = enterText;
    md_parse(
        visit.document.constData(), static_cast<MD_SIZE>(visit.document.size()), &parser, &visit);
    return visit.links;
}

void collectLinks(const QString &markdown, int firstLine, QList<Link> &links, Problems &problems)
{
    for (Link &link : linksIn(markdown, problems.file(), firstLine)) {
        if (link.image)
            problems.add(link.line,
                u"a figure stands in a paragraph of its own in lesson.md, found `%1` inside text"_s
                    .arg(link.target));
        else if (isInside(link.target))
            links.append(std::move(link));
        else if (!isOutside(link.target))
            problems.add(link.line,
                u"link to `%1`: expected lesson:ID, exercise:SLUG, question:ID, #PART or an https address"_s
                    .arg(link.target));
    }
}

} // namespace ringside::course
