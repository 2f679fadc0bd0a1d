// Package store keeps the register in Redis: one sealed record and one
// append-only, chained list of sealed entries per complaint, the settings, the
// outbox and the access log.
//
// # Guarantees
//
//   - One write is one script (lua/commit.lua): record, entry, indexes, due
//     entries, notices and the request id change together or not at all.
//   - A request id is carried out once in 24 hours, whatever is delivered,
//     retried or lost on the way. go-redis re-executes scripts when a reply is
//     lost; the guard inside the script makes that harmless.
//   - Case numbers have no gaps and are never reused.
//   - No name, text or Slack user id rests in Redis. Plain are: opaque ids,
//     numbers, states, revisions, dates and keyed hashes.
//   - What is shown was logged first: Read writes the access log before it
//     opens an entry, and fails when it cannot.
//   - A notice is delivered at least once. Task.Repeat marks the one case in
//     which it may have been delivered before: a lease that ended without an
//     answer.
//
// # Two clocks
//
// Moments of business (ReportedAt, due scores) come from the caller. Leases,
// not-before scores and the access log use the real clock of Options.
//
// # Keys
//
// keys.go names every key; all share one hash tag per register, so that
// Sentinel and Cluster run the same scripts. No index and no queue ever gets a
// TTL or is trimmed.
package store
