"""What the worker does by name: long work, and who follows the change feed."""

from app.feeding import Reader
from app.services import (
    always_answered,
    assistant_following,
    automation_backfills,
    automation_dry_runs,
    automation_following,
    channel_fanout,
    exports,
    help_index,
    import_uploads,
    inbound_replays,
    incident_linking,
    incident_marks,
    incident_matching,
    incident_telling,
    insight_counting,
    insight_linking,
    jobs,
    message_translation_following,
    problem_solving,
    queue_simulations,
    report_keeping,
    report_rebuilds,
    search_index,
    signals,
    sla_reevaluations,
    sla_simulations,
    source_parked,
    suggestion_following,
    suggestions,
    survey_campaign_running,
    tags,
    ticket_bulk,
    ticket_bulk_running,
    ticket_followers,
    topic_following,
    topic_models,
    topic_moves,
    topic_training,
    view_counts,
    webhook_fanout,
    webhook_replays,
)

# Long work by its kind: what does it. Each must bear that what came after its last checkpoint is done twice.
JOBS: jobs.Kinds = {
    automation_backfills.KIND: automation_backfills.run,
    automation_dry_runs.KIND: automation_dry_runs.run,
    webhook_replays.KIND: webhook_replays.run,
    sla_reevaluations.KIND: sla_reevaluations.run,
    sla_simulations.KIND: sla_simulations.run,
    queue_simulations.KIND: queue_simulations.run,
    source_parked.KIND: source_parked.run,
    inbound_replays.KIND: inbound_replays.run,
    tags.KIND: tags.run,
    topic_moves.KIND: topic_moves.run,
    topic_models.KIND: topic_training.run,
    import_uploads.KIND: import_uploads.run,
    exports.KIND: exports.run,
    search_index.KIND: search_index.rebuild,
    help_index.KIND: help_index.rebuild,
    suggestions.KIND: suggestions.rebuild,
    problem_solving.KIND: problem_solving.run,
    incident_linking.KIND: incident_linking.run,
    incident_marks.KIND: incident_marks.run,
    incident_matching.KIND: incident_matching.run,
    incident_telling.KIND: incident_telling.run,
    insight_counting.KIND: insight_counting.recount,
    report_rebuilds.KIND: report_rebuilds.run,
    insight_linking.KIND: insight_linking.run,
}

# The same, beside the others: a bulk change of thousands holds up no other job.
BULK: jobs.Kinds = {
    ticket_bulk.KIND: ticket_bulk_running.run,
    survey_campaign_running.KIND: survey_campaign_running.run,
}

# Who follows the change feed, by the name of the cursor (app/services/feed.py says how to add one).
CONSUMERS: dict[str, Reader] = {
    automation_following.NAME: Reader(
        automation_following.follow, automation_following.AT_ONCE, automation_following.idle
    ),
    "webhooks": Reader(webhook_fanout.follow, webhook_fanout.AT_ONCE, webhook_fanout.idle),
    ticket_followers.CONSUMER: Reader(ticket_followers.tell, 500, ticket_followers.idle),
    channel_fanout.NAME: Reader(channel_fanout.follow, channel_fanout.AT_ONCE, channel_fanout.idle),
    signals.NAME: Reader(signals.follow, signals.AT_ONCE),
    "search": Reader(search_index.follow, search_index.AT_ONCE),
    always_answered.NAME: Reader(always_answered.follow, always_answered.AT_ONCE, always_answered.idle),
    report_keeping.NAME: Reader(
        report_keeping.follow, report_keeping.AT_ONCE, report_keeping.idle, pace=1.0, aside=True
    ),
    insight_counting.NAME: Reader(insight_counting.follow, 100, insight_counting.idle, pace=1.0, aside=True),
    message_translation_following.NAME: Reader(
        message_translation_following.follow,
        message_translation_following.AT_ONCE,
        message_translation_following.idle,
        pace=0.5,
    ),
    suggestion_following.NAME: Reader(
        suggestion_following.follow, suggestion_following.AT_ONCE, suggestion_following.idle, pace=0.5
    ),
    topic_following.NAME: Reader(topic_following.follow, topic_following.AT_ONCE, topic_following.idle, pace=0.5),
    assistant_following.NAME: Reader(
        assistant_following.follow, assistant_following.AT_ONCE, assistant_following.idle, pace=0.5
    ),
    incident_matching.NAME: Reader(
        incident_matching.follow, incident_matching.AT_ONCE, incident_matching.idle, pace=0.5
    ),
    view_counts.CURSOR: Reader(view_counts.follow, view_counts.AT_ONCE, view_counts.idle),
}
