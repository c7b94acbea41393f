"""The statements that write the ledger's tables."""

from typing import Final

ADD_FACT: Final = """
INSERT INTO facts (case_id, number, at, kind, command_id, asked, previous, hash, fact)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""

PUT_CASE: Final = """
INSERT INTO cases (
    case_id, campaign, number, title, category, speed, stage, round, colour, leader_id, leader, lead_unit, handler_id,
    handler, owes, due, item_due, original_due, provisional, next_alarm, look_back, outcome, head_number, head_hash,
    updated_at, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
    $25, $26)
ON CONFLICT (case_id) DO UPDATE SET
    stage = excluded.stage, round = excluded.round, colour = excluded.colour, leader_id = excluded.leader_id,
    leader = excluded.leader, lead_unit = excluded.lead_unit, handler_id = excluded.handler_id,
    handler = excluded.handler, owes = excluded.owes, due = excluded.due, item_due = excluded.item_due,
    original_due = excluded.original_due, provisional = excluded.provisional, next_alarm = excluded.next_alarm,
    look_back = excluded.look_back, outcome = excluded.outcome, head_number = excluded.head_number,
    head_hash = excluded.head_hash, updated_at = excluded.updated_at, state = excluded.state,
    campaign = excluded.campaign, number = excluded.number, title = excluded.title, category = excluded.category,
    speed = excluded.speed
"""

DROP_DUTY: Final = "DELETE FROM duties WHERE case_id = $1 AND id = $2"

PUT_DUTY: Final = """
INSERT INTO duties (
    case_id, id, kind, owed_by, person_ids, subject, since, due, rule, calendar, provisional, original_due, ladder,
    rung, colour)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (case_id, id) DO UPDATE SET
    kind = excluded.kind, owed_by = excluded.owed_by, person_ids = excluded.person_ids, subject = excluded.subject,
    since = excluded.since, due = excluded.due, rule = excluded.rule, calendar = excluded.calendar,
    provisional = excluded.provisional, original_due = excluded.original_due, ladder = excluded.ladder,
    rung = excluded.rung, colour = excluded.colour
"""

# Two workers with the same case wait here; without the lock the second would fail on the facts' key and begin anew.
LOCK_CASES: Final = """
SELECT cases.case_id, head_hash,
       CASE WHEN head_hash = ANY ($2::text[]) THEN NULL ELSE first.fact END AS first_fact,
       CASE WHEN head_hash = ANY ($2::text[]) THEN NULL ELSE state END AS state
FROM cases
LEFT JOIN facts AS first ON first.case_id = cases.case_id AND first.number = 1
WHERE cases.case_id = ANY ($1::text[])
ORDER BY cases.case_id
FOR UPDATE OF cases
"""

HASHES_OF: Final = """
SELECT facts.case_id, facts.number, facts.hash
FROM facts
JOIN unnest($1::text[], $2::bigint[]) AS asked (case_id, number) USING (case_id, number)
"""

LAST_NUMBER: Final = "SELECT head_number FROM cases WHERE case_id = $1"
