#include "desktop/exercise/notespane.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/label.h"
#include "wording/trouble.h"

#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

const QString notesSlot = u"notes"_s;

} // namespace

NotesPane::NotesPane(progress::StoreThread &store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_saver(store)
    , m_problem(new Label({}, TextRole::Small, ColorRole::Danger))
    , m_field(new QPlainTextEdit)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 8, 4, 4);
    layout->setSpacing(6);
    layout->addWidget(m_problem);
    layout->addWidget(m_field, 1);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_field->setAccessibleName(tr("Your notes on this exercise"));
    m_field->setPlaceholderText(tr("What you want to remember of this exercise. Only you see it."));
    m_field->setFrameShape(QFrame::NoFrame);
    m_field->setTabChangesFocus(true);
    m_field->setReadOnly(true);
    m_field->document()->setDocumentMargin(2);
    restyle();
    connect(&themeOf(this), &Theme::fontsChanged, this, &NotesPane::restyle);
    connect(m_field, &QPlainTextEdit::textChanged, this, &NotesPane::typed);
    connect(&m_saver, &progress::DraftSaver::failed, this, &NotesPane::tellFailure);
    connect(&m_saver, &progress::DraftSaver::saved, m_problem, &QWidget::hide);
}

void NotesPane::restyle()
{
    m_field->setFont(themeOf(this).readingFont(TextRole::Small));
}

void NotesPane::setExercise(const course::ExerciseId &exercise)
{
    flush();
    m_item = u"exercise:"_s + exercise;
    m_field->setReadOnly(true); // until it is known what was written before
    m_field->clear();
    m_problem->hide();
    m_store.run([item = m_item](const progress::Store &open) { return open.drafts().find(item, notesSlot); })
        .then(this, [this, item = m_item](const Result<std::optional<progress::Draft>> &notes) {
            if (item == m_item)
                show(notes);
        });
}

void NotesPane::show(const Result<std::optional<progress::Draft>> &notes)
{
    if (!notes)
        return tellFailure(notes.error());
    if (*notes)
        m_field->setPlainText((*notes)->body);
    m_field->setReadOnly(false);
}

void NotesPane::typed()
{
    if (!m_field->isReadOnly())
        m_saver.typed({.itemUid = m_item, .slot = notesSlot, .body = m_field->toPlainText()});
}

void NotesPane::flush()
{
    m_saver.flush();
}

void NotesPane::tellFailure(const Error &error)
{
    m_problem->setText(tr("Your notes are not being kept. %1").arg(wording::explain(error).what));
    m_problem->show();
    announce(m_field, m_problem->text());
}

} // namespace ringside::desktop
