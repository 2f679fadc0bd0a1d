// Package bot carries the use cases to Slack and back. It is the only holder
// of a Slack client.
//
// # How a request travels
//
// A transport (socket.go) turns what Slack delivers into an envelope and hands
// it to a bounded pool of workers. core.go decodes it (payload.go), finds its
// route (routes.go), runs the use case and acknowledges:
//
//	clicks, events     acknowledged at once, then carried out
//	commands           within 500 ms with the answer; else empty, and the
//	and shortcuts      modal opens as "Laden..." and is filled by an update
//	submissions        only after the use case has stored, or refused with a
//	                   sentence at an input, so that what was typed stays
//
// An acknowledgement never waits for a call of the Web API and has a deadline
// of its own, so that a slow use case can still be answered.
//
// # How a notice travels
//
// relay.go leases notices from the outbox, lets the service render what is
// true now, and sends: edits first, then the Home, the post last. So the only
// thing that can happen twice is a post whose answer was lost; those are
// counted. What fails for a while is tried again, what fails for good is
// buried.
//
// # What is logged
//
// op, event, ms, attempt, err_kind, ref; never a person, a channel, a case, a
// text, a payload, or an error that could quote one.
package bot
