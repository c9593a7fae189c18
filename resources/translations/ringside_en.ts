<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>CallMarks</name>
    <message numerus="yes">
        <source>%n system calls; a click lists them</source>
        <translation>
            <numerusform>%n system call; a click lists them</numerusform>
            <numerusform>%n system calls; a click lists them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChangeWords</name>
    <message numerus="yes">
        <source>%n name(s)</source>
        <translation>
            <numerusform>%n name</numerusform>
            <numerusform>%n names</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchWords</name>
    <message numerus="yes">
        <source>%1 · %2 and %n other part(s)</source>
        <translation>
            <numerusform>%1 · %2 and %n other part</numerusform>
            <numerusform>%1 · %2 and %n other parts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VerdictWords</name>
    <message numerus="yes">
        <source>%1. %n engineering check(s) could not be made here.</source>
        <translation>
            <numerusform>%1. %n engineering check could not be made here.</numerusform>
            <numerusform>%1. %n engineering checks could not be made here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1. %n core check(s) to go.</source>
        <translation>
            <numerusform>%1. %n core check to go.</numerusform>
            <numerusform>%1. %n core checks to go.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) could not be made here. This does not count against you.</source>
        <translation>
            <numerusform>%n check could not be made here. This does not count against you.</numerusform>
            <numerusform>%n checks could not be made here. This does not count against you.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>%1, %n bytes</source>
        <translation>
            <numerusform>%1, %n byte</numerusform>
            <numerusform>%1, %n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes were read</source>
        <translation>
            <numerusform>%n byte was read</numerusform>
            <numerusform>%n bytes were read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes were written</source>
        <translation>
            <numerusform>%n byte was written</numerusform>
            <numerusform>%n bytes were written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes of entries</source>
        <translation>
            <numerusform>%n byte of entries</numerusform>
            <numerusform>%n bytes of entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>taken, but its log shows a clock that was set by %n minute(s)</source>
        <translation>
            <numerusform>taken, but its log shows a clock that was set by %n minute</numerusform>
            <numerusform>taken, but its log shows a clock that was set by %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::AttemptsPane</name>
    <message numerus="yes">
        <source>%n line(s) differ</source>
        <translation>
            <numerusform>%n line differs</numerusform>
            <numerusform>%n lines differ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::CallLanes</name>
    <message numerus="yes">
        <source>%1: %n calls</source>
        <translation>
            <numerusform>%1: %n call</numerusform>
            <numerusform>%1: %n calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::CallTableModel</name>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::ChangesDialog</name>
    <message numerus="yes">
        <source>%n mark(s)</source>
        <translation>
            <numerusform>%n mark</numerusform>
            <numerusform>%n marks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::ClassExport</name>
    <message numerus="yes">
        <source>%n row(s), in %1.</source>
        <translation>
            <numerusform>%n row, in %1.</numerusform>
            <numerusform>%n rows, in %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::CoursePage</name>
    <message numerus="yes">
        <source>%1, %2. %3 of %n part(s) read.</source>
        <translation>
            <numerusform>%1, %2. %3 of %n part read.</numerusform>
            <numerusform>%1, %2. %3 of %n parts read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lesson(s)</source>
        <translation>
            <numerusform>%n lesson</numerusform>
            <numerusform>%n lessons</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n exercise(s)</source>
        <translation>
            <numerusform>%n exercise</numerusform>
            <numerusform>%n exercises</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::CrashView</name>
    <message numerus="yes">
        <source>running, %n change(s) so far</source>
        <translation>
            <numerusform>running, %n change so far</numerusform>
            <numerusform>running, %n changes so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>looking, %n tree(s) so far</source>
        <translation>
            <numerusform>looking, %n tree so far</numerusform>
            <numerusform>looking, %n trees so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n possible tree(s)</source>
        <translation>
            <numerusform>%n possible tree</numerusform>
            <numerusform>%n possible trees</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s)</source>
        <translation>
            <numerusform>%n moment</numerusform>
            <numerusform>%n moments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n broken</source>
        <translation>
            <numerusform>%n broken</numerusform>
            <numerusform>%n broken</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::DraftEditor</name>
    <message numerus="yes">
        <source>saved %n min ago</source>
        <translation>
            <numerusform>saved %n min ago</numerusform>
            <numerusform>saved %n min ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::ExampleBlock</name>
    <message numerus="yes">
        <source>%n system calls</source>
        <translation>
            <numerusform>%n system call</numerusform>
            <numerusform>%n system calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::ExercisesPage</name>
    <message numerus="yes">
        <source>about %n min</source>
        <translation>
            <numerusform>about %n min</numerusform>
            <numerusform>about %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n passed</source>
        <translation>
            <numerusform>%1 of %n passed</numerusform>
            <numerusform>%1 of %n passed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::ExportDialog</name>
    <message numerus="yes">
        <source>%n student(s) have no complete mark yet: it is left out.</source>
        <translation>
            <numerusform>%n student has no complete mark yet: it is left out.</numerusform>
            <numerusform>%n students have no complete mark yet: they are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::FilesPane</name>
    <message numerus="yes">
        <source>%n entry(s) in /home/learner</source>
        <translation>
            <numerusform>%n entry in /home/learner</numerusform>
            <numerusform>%n entries in /home/learner</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::GradingPage</name>
    <message numerus="yes">
        <source>%n student(s)</source>
        <translation>
            <numerusform>%n student</numerusform>
            <numerusform>%n students</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) taken in</source>
        <translation>
            <numerusform>%n file taken in</numerusform>
            <numerusform>%n files taken in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mark(s) are other than before</source>
        <translation>
            <numerusform>%n mark is other than before</numerusform>
            <numerusform>%n marks are other than before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mark(s) were entered</source>
        <translation>
            <numerusform>%n mark was entered</numerusform>
            <numerusform>%n marks were entered</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::HintsPane</name>
    <message numerus="yes">
        <source>%n hint(s), the most general first.</source>
        <translation>
            <numerusform>%n hint, the most general first.</numerusform>
            <numerusform>%n hints, the most general first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::LabDialog</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::LensView</name>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::LessonCard</name>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>all %n part(s) read</source>
        <translation>
            <numerusform>all %n part read</numerusform>
            <numerusform>all %n parts read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n part(s) read</source>
        <translation>
            <numerusform>%1 of %n part read</numerusform>
            <numerusform>%1 of %n parts read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::ReaderPage</name>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::ReferencePage</name>
    <message numerus="yes">
        <source>%n thing(s) to remember, from all lessons</source>
        <translation>
            <numerusform>%n thing to remember, from all lessons</numerusform>
            <numerusform>%n things to remember, from all lessons</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::RunModel</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::SimilarityDialog</name>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n pair</numerusform>
            <numerusform>%n pairs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::SolutionComparison</name>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringside::desktop::WorkbenchPage</name>
    <message numerus="yes">
        <source>%1 · about %n min</source>
        <translation>
            <numerusform>%1 · about %n min</numerusform>
            <numerusform>%1 · about %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
</context>
</TS>
