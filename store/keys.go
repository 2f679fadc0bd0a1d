package store

import (
	"klachtbot/complaint"
)

// keys names every Redis key of one register. The hash tag puts them all on
// one slot, so that a script may touch several of them in a cluster. Names
// carry no personal data: SCAN ignores the key patterns of an ACL.
type keys struct{ register string }

func (k keys) at(rest string) string { return "{kb:" + k.register + "}:" + rest }

// meta: HASH schema, root (wrapped), kid, kcv (key check value).
func (k keys) meta() string { return k.at("meta") }

// settings: HASH v (revision), b (sealed).
func (k keys) settings() string { return k.at("set") }

// counter: HASH year -> last sequence issued. numbers: HASH number -> id.
func (k keys) counter() string { return k.at("ctr") }
func (k keys) numbers() string { return k.at("no") }

// complaint: HASH, see case.go. entries: LIST of sealed entries, index =
// revision - 1. reads: LIST of sealed access-log rows, oldest first. cards:
// HASH person hash : message hash -> sealed card.
func (k keys) complaint(id complaint.ID) string { return k.at("c:" + string(id)) }
func (k keys) entries(id complaint.ID) string   { return k.complaint(id) + ":e" }
func (k keys) reads(id complaint.ID) string     { return k.complaint(id) + ":acc" }
func (k keys) cards(id complaint.ID) string     { return k.complaint(id) + ":cards" }

// The indexes: ZSET score = ReportedAt in ms, member = id.
func (k keys) all() string                     { return k.at("ix:all") }
func (k keys) state(st complaint.State) string { return k.at("ix:st:" + string(st)) }
func (k keys) who(r complaint.Role, hash string) string {
	return k.at("ix:who:" + string(r) + ":" + hash)
}

// due: ZSET score = business ms, member = id|kind.
func (k keys) due() string { return k.at("due") }

// The outbox. out: ZSET score = not before, real ms. notices: HASH key ->
// sealed notice. leases: HASH <key>|t token, |a attempts, |g generation.
// queued: ZSET score = real ms at which the key was queued. dead: STREAM.
// said: STRING, one per message that was queued, with a TTL.
func (k keys) out() string             { return k.at("out") }
func (k keys) notices() string         { return k.at("out:n") }
func (k keys) leases() string          { return k.at("out:s") }
func (k keys) queued() string          { return k.at("out:at") }
func (k keys) dead() string            { return k.at("dead") }
func (k keys) said(task string) string { return k.at("said:" + task) }

// request: STRING result of a request that was carried out, with a TTL.
func (k keys) request(hash string) string { return k.at("req:" + hash) }

// told: HASH month -> clients who were pointed to the regeling; toldRows: LIST
// of sealed rows of one month (YYYY-MM).
func (k keys) told() string                 { return k.at("told") }
func (k keys) toldRows(month string) string { return k.at("told:" + month) }
