package main

import (
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// Reading is written down before anything shows (§4): who looked, in the order
// newest first, also who only saw the names. Refused reading leaves no line.
func TestAccessLog(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.melden(sanne, o.oral()...)
	o.settled()
	lines := func() string {
		_, log, _ := strings.Cut(o.read(ingrid, number), "*Wie heeft gekeken*\n")
		log, _, _ = strings.Cut(log, "Vertrouwelijk.")
		var who []string
		for line := range strings.Lines(log) {
			if _, name, ok := strings.Cut(line, " · "); ok {
				who = append(who, strings.TrimSpace(name))
			}
		}
		return strings.Join(who, ", ")
	}
	o.read(mehmet, number)
	o.read(sanne, number)
	o.click(joris, view.ActionCase(complaint.ActRead), string(o.caseOf(number).ID), nil)
	o.click(ingrid, view.ActionCase(complaint.ActRead), string(o.caseOf(number).ID), nil) // not independent yet
	o.must(o.declare(o.ctx, ingrid, number))                                              // the names
	if got := lines(); got != "Ingrid Hoekstra, Sanne de Vries, Mehmet Yılmaz" {
		t.Errorf("the log says: %s", got)
	}
	if got := lines(); got != "Ingrid Hoekstra, Ingrid Hoekstra, Sanne de Vries, Mehmet Yılmaz" {
		t.Errorf("the second time the log says: %s", got)
	}
	o.clean()
}

// When the access log cannot be written, nothing is shown: a Redis that is
// full still answers reads.
func TestNoAccessLogNoContent(t *testing.T) {
	t.Parallel()
	o, server := secretive(t)
	number := o.melden(sanne, o.oral()...)
	o.must(o.declare(o.ctx, ingrid, number))
	o.settled()
	id := string(o.caseOf(number).ID)
	rdb := redis.NewClient(&redis.Options{Addr: server.addr})
	defer rdb.Close()
	o.must(rdb.ConfigSet(o.ctx, "maxmemory", "1").Err())
	for _, who := range []string{ingrid, mehmet, sanne} {
		for _, action := range []string{view.ActionCase(complaint.ActRead), view.ActionOpenCase} {
			shown := o.click(who, action, id, nil)
			holdsNone(t, shown, "teruggebeld", "Zeldenrust", "zqnmehmet")
			holdsAll(t, shown, "Er ging iets mis en er is niets bewaard. Probeer het nog eens.")
		}
	}
	o.must(rdb.ConfigSet(o.ctx, "maxmemory", "0").Err())
	holdsAll(t, o.read(mehmet, number), "teruggebeld")
	o.clean()
}
