"""The one loop over the rows of a file: a dry run and the real one differ in one line, whether the plan is applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass

from django.db import transaction

from neeman.imports.batches import Batch
from neeman.imports.models import ImportFile
from neeman.imports.problems import ProblemFile
from neeman.imports.tally import Outcome, Tally, tally_of
from neeman.imports.targets import Importer, Plan
from neeman.orgs.changes import Recorder
from neeman.orgs.turns import Turns

Tell = Callable[[int], None]
"""Called with the number of rows done."""


@dataclass(slots=True)
class Course:
    """One way through a file: what it adds up to, and where its bad rows are written."""

    importer: Importer
    problems: ProblemFile
    tally: Tally

    def plan(self, batch: Batch) -> Plan:
        """What a batch comes to."""
        return self.importer.plan(batch, self.importer.read(batch))

    def count(self, batch: Batch, plan: Plan) -> None:
        """Add a batch to the sums, and its bad rows to their file."""
        tally = self.tally
        tally.rows += len(batch.rows)
        tally.created += plan.outcomes.count(Outcome.CREATED)
        tally.updated += plan.outcomes.count(Outcome.UPDATED)
        tally.unchanged += plan.outcomes.count(Outcome.UNCHANGED)
        tally.nobodys += plan.nobodys
        tally.made.update(plan.made)
        tally.money += plan.money
        tally.span(plan.days)
        tally.skipped.update(note.code for note in batch.skipped)
        tally.doubts.update(note.code for note in batch.doubted)
        tally.rejected.update(faults[0].code for faults in plan.faults.values())
        tally.doubts.update(doubts[0].code for doubts in plan.doubts.values())
        tally.balance()
        self.problems.write(batch, plan)


def rehearse(batches: Iterable[Batch], course: Course, tell: Tell) -> Tally:
    """The dry run: what every row would do, and nothing written."""
    course.problems.resume(0)
    for batch in batches:
        course.count(batch, course.plan(batch))
        tell(course.tally.rows)
    course.problems.close()
    return course.tally


def commit(
    file: ImportFile, batches: Iterable[Batch], course: Course, recorder: Recorder, tell: Tell
) -> Tally:
    """The real run: each batch is one transaction, in which the cursor moves as well.

    After a kill it is called again: batches before the cursor are planned, so that the importer remembers what the
    file said in them, and not written.
    """
    done = file.cursor.get("batches", 0)
    course.tally = tally_of(file.cursor.get("tally", {}))
    course.problems.resume(file.cursor.get("problems", 0))
    turns = Turns()
    with closing(course.problems):
        for number, batch in enumerate(batches):
            if number < done:
                course.plan(batch)
                continue
            said = course.importer.read(batch)
            turns.wait()
            with transaction.atomic():
                plan = course.importer.plan(batch, said)
                course.importer.apply(plan, recorder)
                course.count(batch, plan)
                file.cursor = {
                    "batches": number + 1,
                    "tally": course.tally.as_json(),
                    "problems": course.problems.flush(),
                }
                file.save(update_fields=["cursor"])
            turns.over()
            tell(course.tally.rows)
    return course.tally
