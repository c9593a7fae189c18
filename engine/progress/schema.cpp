#include "progress/schema.h"

#include <limits>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

// Rows that other machines may also write carry random uids and refer to each other by them, so
// that two files can be united. Moments are milliseconds since 1970; days are study days
// (studyday.h).
QStringList firstStep()
{
    return {
        u"CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"_s,

        u"CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL, updated_ms INTEGER NOT "
        u"NULL)"
        " STRICT, WITHOUT ROWID"_s,

        u"CREATE TABLE session (uid TEXT PRIMARY KEY, kind TEXT NOT NULL, started_ms INTEGER NOT "
        u"NULL,"
        " ended_ms INTEGER NOT NULL, tz_min INTEGER NOT NULL, app_version TEXT NOT NULL,"
        " content_version TEXT NOT NULL, settings TEXT NOT NULL) STRICT, WITHOUT ROWID"_s,

        u"CREATE TABLE params (id TEXT PRIMARY KEY, algorithm TEXT NOT NULL, weights TEXT NOT NULL,"
        " retention REAL NOT NULL, learning_steps TEXT NOT NULL, relearning_steps TEXT NOT NULL,"
        " maximum_days INTEGER NOT NULL, trained_on INTEGER, loss_before REAL, loss_after REAL,"
        " created_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID"_s,

        // order_ms is the moment, pushed on where the clock was set back: what a replay sorts by.
        u"CREATE TABLE review (uid TEXT NOT NULL UNIQUE, card_uid TEXT NOT NULL, card_rev INTEGER "
        u"NOT NULL,"
        " order_ms INTEGER NOT NULL, at_ms INTEGER NOT NULL, tz_min INTEGER NOT NULL,"
        " study_day INTEGER NOT NULL, elapsed_days INTEGER NOT NULL, kind TEXT NOT NULL"
        " CHECK (kind IN ('learn', 'review', 'relearn', 'cram', 'manual', 'reschedule', 'undo')),"
        " grade INTEGER NOT NULL CHECK (grade BETWEEN 0 AND 4),"
        " source TEXT NOT NULL CHECK (source IN ('self', 'program', 'instructor', 'import')),"
        " confidence INTEGER, latency_ms INTEGER, s_before REAL, d_before REAL, r_before REAL,"
        " s_after REAL, d_after REAL, interval_s INTEGER NOT NULL, params_id TEXT NOT NULL,"
        " session_uid TEXT NOT NULL, undo_of TEXT NOT NULL) STRICT"_s,
        u"CREATE INDEX review_by_card ON review (card_uid, order_ms, uid)"_s,
        u"CREATE INDEX review_by_day ON review (study_day)"_s,
        u"CREATE INDEX review_by_order ON review (order_ms)"_s,
        u"CREATE TRIGGER review_is_kept BEFORE DELETE ON review"
        " BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END"_s,
        u"CREATE TRIGGER review_is_final BEFORE UPDATE ON review"
        " BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END"_s,

        u"CREATE TABLE card_state (card_uid TEXT PRIMARY KEY, phase INTEGER NOT NULL, step INTEGER "
        u"NOT NULL,"
        " s REAL, d REAL, last_at_ms INTEGER NOT NULL, last_day INTEGER NOT NULL,"
        " due_at_ms INTEGER NOT NULL, due_day INTEGER NOT NULL, reps INTEGER NOT NULL,"
        " lapses INTEGER NOT NULL) STRICT, WITHOUT ROWID"_s,

        u"CREATE TABLE card_flag (card_uid TEXT PRIMARY KEY, suspended INTEGER NOT NULL,"
        " leech_answered INTEGER NOT NULL, updated_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID"_s,

        u"CREATE TABLE alias (old_uid TEXT PRIMARY KEY, new_uid TEXT NOT NULL) STRICT, WITHOUT ROWID"_s,

        u"CREATE TABLE attempt (uid TEXT NOT NULL UNIQUE, item_uid TEXT NOT NULL, item_rev INTEGER "
        u"NOT NULL,"
        " session_uid TEXT NOT NULL, started_ms INTEGER NOT NULL, submitted_ms INTEGER NOT NULL,"
        " study_day INTEGER NOT NULL, kind TEXT NOT NULL, answer TEXT NOT NULL, outcome TEXT NOT "
        "NULL,"
        " points REAL, max_points REAL, confidence INTEGER, hints INTEGER NOT NULL, tests TEXT NOT "
        "NULL,"
        " environment TEXT NOT NULL) STRICT"_s,
        u"CREATE INDEX attempt_by_item ON attempt (item_uid, submitted_ms)"_s,
        u"CREATE INDEX attempt_by_day ON attempt (study_day)"_s,
        u"CREATE TRIGGER attempt_is_kept BEFORE DELETE ON attempt"
        " BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END"_s,
        u"CREATE TRIGGER attempt_is_final BEFORE UPDATE ON attempt"
        " BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END"_s,

        u"CREATE TABLE attempt_point (attempt_uid TEXT NOT NULL, point_uid TEXT NOT NULL,"
        " ticked_by TEXT NOT NULL CHECK (ticked_by IN ('matcher', 'learner', 'instructor')), value "
        "INTEGER NOT NULL,"
        " updated_ms INTEGER NOT NULL, PRIMARY KEY (attempt_uid, point_uid, ticked_by)) STRICT, WITHOUT ROWID"_s,

        u"CREATE TABLE hint (uid TEXT PRIMARY KEY, item_uid TEXT NOT NULL, rung INTEGER NOT NULL,"
        " at_ms INTEGER NOT NULL, session_uid TEXT NOT NULL) STRICT, WITHOUT ROWID"_s,
        u"CREATE INDEX hint_by_item ON hint (item_uid)"_s,

        u"CREATE TABLE draft (item_uid TEXT NOT NULL, slot TEXT NOT NULL, body TEXT NOT NULL,"
        " cursor INTEGER NOT NULL, updated_ms INTEGER NOT NULL, PRIMARY KEY (item_uid, slot)) STRICT"_s,
        u"CREATE TABLE draft_old (item_uid TEXT NOT NULL, slot TEXT NOT NULL, saved_ms INTEGER NOT "
        u"NULL,"
        " body TEXT NOT NULL, PRIMARY KEY (item_uid, slot, saved_ms)) STRICT"_s,

        u"CREATE TABLE reading (lesson TEXT NOT NULL, part TEXT NOT NULL, read_ms INTEGER NOT NULL,"
        " updated_ms INTEGER NOT NULL, PRIMARY KEY (lesson, part)) STRICT, WITHOUT ROWID"_s,
        u"CREATE TABLE position (lesson TEXT PRIMARY KEY, block INTEGER NOT NULL, fraction REAL "
        u"NOT NULL,"
        " updated_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID"_s,

        u"CREATE TABLE note (uid TEXT PRIMARY KEY, item_uid TEXT NOT NULL, part TEXT NOT NULL,"
        " block INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL, quote TEXT NOT "
        "NULL,"
        " body TEXT NOT NULL, style INTEGER NOT NULL, created_ms INTEGER NOT NULL,"
        " updated_ms INTEGER NOT NULL, deleted INTEGER NOT NULL) STRICT, WITHOUT ROWID"_s,
        u"CREATE INDEX note_by_item ON note (item_uid)"_s,

        u"CREATE TABLE activity (session_uid TEXT NOT NULL, item_uid TEXT NOT NULL,"
        " study_day INTEGER NOT NULL, active_ms INTEGER NOT NULL,"
        " PRIMARY KEY (session_uid, item_uid, study_day)) STRICT, WITHOUT ROWID"_s,
        u"CREATE INDEX activity_by_day ON activity (study_day)"_s,

        u"CREATE TABLE deck (uid TEXT PRIMARY KEY, name TEXT NOT NULL, created_ms INTEGER NOT NULL,"
        " updated_ms INTEGER NOT NULL, deleted INTEGER NOT NULL) STRICT, WITHOUT ROWID"_s,
        u"CREATE TABLE deck_card (deck_uid TEXT NOT NULL, card_uid TEXT NOT NULL, member INTEGER "
        u"NOT NULL,"
        " updated_ms INTEGER NOT NULL, PRIMARY KEY (deck_uid, card_uid)) STRICT, WITHOUT ROWID"_s,
        u"CREATE TABLE own_card (uid TEXT PRIMARY KEY, content TEXT NOT NULL, created_ms INTEGER "
        u"NOT NULL,"
        " updated_ms INTEGER NOT NULL, deleted INTEGER NOT NULL) STRICT, WITHOUT ROWID"_s,

        u"CREATE TABLE mock (uid TEXT PRIMARY KEY, state TEXT NOT NULL, report TEXT NOT NULL,"
        " started_ms INTEGER NOT NULL, ended_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL)"
        " STRICT, WITHOUT ROWID"_s,
    };
}

// What is summed up at every look, without reading a log that grows for years.
QStringList secondStep()
{
    return {
        u"CREATE INDEX review_answer_by_card ON review (card_uid, order_ms, uid, grade, confidence)"
        " WHERE grade > 0"_s,
        u"CREATE INDEX review_answer_by_day ON review (study_day, grade) WHERE grade > 0"_s,
        u"CREATE INDEX review_undo ON review (order_ms, uid, undo_of) WHERE kind = 'undo'"_s,
        u"CREATE INDEX attempt_solution ON attempt (item_uid, kind, outcome, submitted_ms, points)"
        " WHERE kind IN ('exercise', 'coding')"_s,
        u"CREATE INDEX attempt_exercise_by_day ON attempt (study_day) WHERE kind = 'exercise'"_s,
        u"CREATE INDEX attempt_point_found ON attempt_point (point_uid, attempt_uid)"
        " WHERE ticked_by = 'matcher' AND value = 1"_s,
        u"CREATE INDEX activity_sum ON activity (study_day, active_ms)"_s,
    };
}

// Nothing ever stood in it: where one stopped reading is kept with the window.
QStringList thirdStep()
{
    return {u"DROP TABLE position"_s};
}

using Column = TableShape::Column;

Column integer(const QString &name)
{
    return {name, TableShape::Type::Integer};
}

/// What we read into an int.
Column small(const QString &name)
{
    return {name, TableShape::Type::Integer, false, std::numeric_limits<int>::max()};
}

/// Differences of days must fit into an int, too; this is 27,000 years.
Column day(const QString &name)
{
    return {name, TableShape::Type::Integer, false, 10'000'000};
}

Column real(const QString &name)
{
    return {name, TableShape::Type::Real};
}

Column text(const QString &name)
{
    return {name, TableShape::Type::Text};
}

Column maybe(Column column)
{
    column.optional = true;
    return column;
}

TableShape reviewShape()
{
    return {.name = u"review"_s,
        .columns
        = {text(u"uid"_s), text(u"card_uid"_s), integer(u"card_rev"_s), integer(u"order_ms"_s),
            integer(u"at_ms"_s), small(u"tz_min"_s), day(u"study_day"_s), day(u"elapsed_days"_s),
            text(u"kind"_s), small(u"grade"_s), text(u"source"_s), maybe(small(u"confidence"_s)),
            maybe(small(u"latency_ms"_s)), maybe(real(u"s_before"_s)), maybe(real(u"d_before"_s)),
            maybe(real(u"r_before"_s)), maybe(real(u"s_after"_s)), maybe(real(u"d_after"_s)),
            Column{u"interval_s"_s, TableShape::Type::Integer, false, 36500LL * 86400},
            text(u"params_id"_s), text(u"session_uid"_s), text(u"undo_of"_s)},
        .key = {u"uid"_s},
        .merging = Merging::Union};
}

TableShape attemptShape()
{
    return {.name = u"attempt"_s,
        .columns = {text(u"uid"_s), text(u"item_uid"_s), integer(u"item_rev"_s),
            text(u"session_uid"_s), integer(u"started_ms"_s), integer(u"submitted_ms"_s),
            day(u"study_day"_s), text(u"kind"_s), text(u"answer"_s), text(u"outcome"_s),
            maybe(real(u"points"_s)), maybe(real(u"max_points"_s)), maybe(small(u"confidence"_s)),
            small(u"hints"_s), text(u"tests"_s), text(u"environment"_s)},
        .key = {u"uid"_s},
        .merging = Merging::Union};
}

QList<TableShape> logShapes()
{
    return {
        {.name = u"session"_s,
            .columns = {text(u"uid"_s), text(u"kind"_s), integer(u"started_ms"_s),
                integer(u"ended_ms"_s), small(u"tz_min"_s), text(u"app_version"_s),
                text(u"content_version"_s), text(u"settings"_s)},
            .key = {u"uid"_s},
            .merging = Merging::Largest,
            .grows = u"ended_ms"_s},
        {.name = u"params"_s,
            .columns
            = {text(u"id"_s), text(u"algorithm"_s), text(u"weights"_s), real(u"retention"_s),
                text(u"learning_steps"_s), text(u"relearning_steps"_s), small(u"maximum_days"_s),
                maybe(small(u"trained_on"_s)), maybe(real(u"loss_before"_s)),
                maybe(real(u"loss_after"_s)), integer(u"created_ms"_s)},
            .key = {u"id"_s},
            .merging = Merging::Largest,
            .grows = u"created_ms"_s},
        reviewShape(),
        attemptShape(),
        {.name = u"attempt_point"_s,
            .columns = {text(u"attempt_uid"_s), text(u"point_uid"_s), text(u"ticked_by"_s),
                small(u"value"_s), integer(u"updated_ms"_s)},
            .key = {u"attempt_uid"_s, u"point_uid"_s, u"ticked_by"_s},
            .merging = Merging::Newest},
        {.name = u"hint"_s,
            .columns = {text(u"uid"_s), text(u"item_uid"_s), small(u"rung"_s), integer(u"at_ms"_s),
                text(u"session_uid"_s)},
            .key = {u"uid"_s},
            .merging = Merging::Union},
        {.name = u"activity"_s,
            .columns = {text(u"session_uid"_s), text(u"item_uid"_s), day(u"study_day"_s),
                integer(u"active_ms"_s)},
            .key = {u"session_uid"_s, u"item_uid"_s, u"study_day"_s},
            .merging = Merging::Largest,
            .grows = u"active_ms"_s},
        {.name = u"alias"_s,
            .columns = {text(u"old_uid"_s), text(u"new_uid"_s)},
            .key = {u"old_uid"_s},
            .merging = Merging::Union},
        {.name = u"draft_old"_s,
            .columns
            = {text(u"item_uid"_s), text(u"slot"_s), integer(u"saved_ms"_s), text(u"body"_s)},
            .key = {u"item_uid"_s, u"slot"_s, u"saved_ms"_s},
            .merging = Merging::Union},
    };
}

QList<TableShape> changingShapes()
{
    const Column updated = integer(u"updated_ms"_s);
    const auto newest = [](const QString &name, QList<Column> columns, QStringList key) {
        return TableShape{.name = name,
            .columns = std::move(columns),
            .key = std::move(key),
            .merging = Merging::Newest};
    };
    return {
        newest(u"setting"_s, {text(u"key"_s), text(u"value"_s), updated}, {u"key"_s}),
        newest(u"card_flag"_s,
            {text(u"card_uid"_s), small(u"suspended"_s), small(u"leech_answered"_s), updated},
            {u"card_uid"_s}),
        newest(u"draft"_s,
            {text(u"item_uid"_s), text(u"slot"_s), text(u"body"_s), small(u"cursor"_s), updated},
            {u"item_uid"_s, u"slot"_s}),
        newest(u"reading"_s, {text(u"lesson"_s), text(u"part"_s), integer(u"read_ms"_s), updated},
            {u"lesson"_s, u"part"_s}),
        newest(u"note"_s,
            {text(u"uid"_s), text(u"item_uid"_s), text(u"part"_s), small(u"block"_s),
                small(u"start"_s), small(u"length"_s), text(u"quote"_s), text(u"body"_s),
                small(u"style"_s), integer(u"created_ms"_s), updated, small(u"deleted"_s)},
            {u"uid"_s}),
        newest(u"deck"_s,
            {text(u"uid"_s), text(u"name"_s), integer(u"created_ms"_s), updated,
                small(u"deleted"_s)},
            {u"uid"_s}),
        newest(u"deck_card"_s,
            {text(u"deck_uid"_s), text(u"card_uid"_s), small(u"member"_s), updated},
            {u"deck_uid"_s, u"card_uid"_s}),
        newest(u"own_card"_s,
            {text(u"uid"_s), text(u"content"_s), integer(u"created_ms"_s), updated,
                small(u"deleted"_s)},
            {u"uid"_s}),
        newest(u"mock"_s,
            {text(u"uid"_s), text(u"state"_s), text(u"report"_s), integer(u"started_ms"_s),
                integer(u"ended_ms"_s), updated},
            {u"uid"_s}),
    };
}

} // namespace

const QList<QStringList> &migrationSteps()
{
    static const QList<QStringList> steps{firstStep(), secondStep(), thirdStep()};
    return steps;
}

int schemaVersion()
{
    return int(migrationSteps().size());
}

Result<> migrate(const Connection &connection, const QList<QStringList> &steps)
{
    const auto version = connection.integer(u"PRAGMA user_version"_s);
    if (!version)
        return std::unexpected(version.error());
    for (qsizetype step = *version; step < steps.size(); ++step) {
        auto made = inTransaction(connection, [&]() -> Result<> {
            for (const QString &statement : steps[step])
                if (auto ran = connection.run(statement); !ran)
                    return ran;
            // Both stand in the header of the file and are part of the transaction.
            if (auto marked = connection.run(u"PRAGMA application_id = %1"_s.arg(applicationId));
                !marked)
                return marked;
            return connection.run(u"PRAGMA user_version = %1"_s.arg(step + 1));
        });
        if (!made)
            return made;
    }
    return {};
}

const QList<TableShape> &sharedTables()
{
    static const QList<TableShape> tables = logShapes() + changingShapes();
    return tables;
}

} // namespace ringside::progress
