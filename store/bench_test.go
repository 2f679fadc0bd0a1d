package store

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
)

// The benchmarks of docs/performance.md that need no Slack: each with the same
// work done by plain commands, in the same run and in pairs.

// benchRig is a register on a redis-server of its own.
func benchRig(b *testing.B) *rig {
	b.Helper()
	if shared == nil {
		b.Skip("redis-server is not installed")
	}
	dir, err := os.MkdirTemp("", "kb") // a short path: it holds a socket
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	server, err := startServer(dir, "--appendonly", "yes", "--save", "")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(server.stop)
	client, err := Dial(server.url())
	if err != nil {
		b.Fatal(err)
	}
	s, err := Open(b.Context(), Options{Client: client, Register: "bench", Keys: MemoryKeyring(), Overlay: overlay})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	if err := s.SeedSettings(b.Context(), office); err != nil {
		b.Fatal(err)
	}
	return &rig{Store: s, raw: client, url: server.url()}
}

func setting(b *testing.B, name string, def int) int {
	s := os.Getenv(name)
	if s == "" {
		return def
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		b.Fatalf("%s is %q; expected a number", name, s)
	}
	return n
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return s[len(s)/2]
}

// benchPairs runs ours and floor in turn and reports the medians of both and of
// the ratio within each pair.
func benchPairs(b *testing.B, unit string, ours, floor func() float64) {
	var a, f, x []float64
	for range setting(b, "KLACHTBOT_BENCH_PAIRS", 5) {
		us, low := ours(), floor()
		a, f, x = append(a, us), append(f, low), append(x, us/low)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(a), unit)
	b.ReportMetric(median(f), "floor-"+unit)
	b.ReportMetric(median(x), "x-"+unit)
}

// benchText is 2 KB that no packer can make small: real complaints repeat words,
// but not themselves.
func benchText(i int) string {
	words := strings.Fields(`de cliënt behandelaar belde niet terug op afgesproken dag en dossier bleef liggen terwijl termijn
		liep zonder dat iemand iets zei over kosten rekening brief antwoord afspraak gesprek collega kantoor zaak uitstel spijt toezegging
		vertrouwen telefoon week maand gisteren vandaag opnieuw nooit altijd misschien duidelijk onvriendelijk laat vroeg betaald bezwaar`)
	var t strings.Builder
	for x := uint32(i + 1); t.Len() < 2048; {
		x = x*1664525 + 1013904223
		t.WriteString(words[int(x>>16)%len(words)] + " ")
		if x>>29 == 0 {
			fmt.Fprintf(&t, "%d ", x>>20)
		}
	}
	return t.String()[:2048]
}

func benchFiling(id complaint.ID, i int) func(complaint.Settings) (complaint.Outcome, error) {
	who := func(p string) complaint.Person {
		return complaint.Person{ID: complaint.UserID(fmt.Sprintf("U0%s%03d", p, i%100)), Name: complaint.NewText("Naam van " + p)}
	}
	return func(s complaint.Settings) (complaint.Outcome, error) {
		return complaint.New(complaint.Report{
			ID: id, Intake: complaint.Phone, ReceivedOn: complaint.Today(noon), Subject: complaint.AboutEmployees,
			Complainant: complaint.Complainant{Client: complaint.NewText("Dossier KB-17")},
			Words:       complaint.NewText(benchText(i)), Employees: []complaint.Colleague{{Person: who("EMP")}},
		}, who("REP"), s, noon)
	}
}

func benchID(i int) complaint.ID { return complaint.ID(fmt.Sprintf("BENCH%021d", i)) }

// createAll stores n complaints and delivers every notice, as a day would.
func (r *rig) createAll(b *testing.B, n int) {
	b.Helper()
	for i := range n {
		id := benchID(i)
		if _, err := r.Create(b.Context(), reporter, id, "view-"+string(id), benchFiling(id, i)); err != nil {
			b.Fatal(err)
		}
	}
	for {
		tasks, err := r.Lease(b.Context(), 1000, time.Minute)
		if err != nil {
			b.Fatal(err)
		}
		for _, t := range tasks {
			if err := r.Finish(b.Context(), t, nil, nil); err != nil {
				b.Fatal(err)
			}
		}
		if len(tasks) == 0 {
			return
		}
	}
}

// BenchmarkRedisMemory is what Redis needs per complaint of 2 KB, after
// everyone was told and request ids have lapsed, against the same sealed bytes
// in a bare HASH, LIST and ZSETs.
func BenchmarkRedisMemory(b *testing.B) {
	const n = 1000
	for b.Loop() {
		benchPairs(b, "B/complaint", func() float64 {
			r := benchRig(b)
			before := r.memory(b)
			r.createAll(b, n)
			r.lapse(b)
			return (r.memory(b) - before) / n
		}, func() float64 {
			r := benchRig(b)
			r.createAll(b, n)
			sealed := r.sealed(b, n)
			if err := r.raw.FlushAll(b.Context()).Err(); err != nil {
				b.Fatal(err)
			}
			before := r.memory(b)
			if _, err := r.raw.Pipelined(b.Context(), func(p redis.Pipeliner) error {
				for i, s := range sealed {
					id := string(benchID(i))
					p.HSet(b.Context(), "c:"+id, "b", s.record)
					p.RPush(b.Context(), "c:"+id+":e", s.entry)
					for _, z := range []string{"all", "state", "rep" + strconv.Itoa(i%100), "emp" + strconv.Itoa(i%100), "off", "due"} {
						p.ZAdd(b.Context(), z, redis.Z{Score: float64(i), Member: id})
					}
				}
				return nil
			}); err != nil {
				b.Fatal(err)
			}
			return (r.memory(b) - before) / n
		})
	}
}

type sealedCase struct{ record, entry string }

func (r *rig) sealed(b *testing.B, n int) []sealedCase {
	b.Helper()
	list := make([]sealedCase, n)
	for i := range list {
		id := benchID(i)
		var err error
		if list[i].record, err = r.raw.HGet(b.Context(), r.k.complaint(id), fRecord).Result(); err != nil {
			b.Fatal(err)
		}
		if list[i].entry, err = r.raw.LIndex(b.Context(), r.k.entries(id), 0).Result(); err != nil {
			b.Fatal(err)
		}
	}
	return list
}

func (r *rig) memory(b *testing.B) float64 {
	b.Helper()
	text, err := r.raw.Info(b.Context(), "memory").Result()
	if err != nil {
		b.Fatal(err)
	}
	info := map[string]string{}
	parseInfo(info, text)
	used, err := strconv.ParseFloat(info["used_memory"], 64)
	if err != nil {
		b.Fatal(err)
	}
	return used
}

// lapse removes what has a TTL, as two days would.
func (r *rig) lapse(b *testing.B) {
	b.Helper()
	for _, pattern := range []string{"req:*", "said:*"} {
		keys, err := r.raw.Keys(b.Context(), strings.NewReplacer("{", "\\{", "}", "\\}").Replace(r.k.at(""))+pattern).Result()
		if err == nil && len(keys) > 0 {
			err = r.raw.Del(b.Context(), keys...).Err()
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDue finds 100 due obligations among very many, against ZRANGEBYSCORE
// LIMIT 100. KLACHTBOT_BENCH_OBLIGATIONS sets how many there are; the budget
// speaks of 1,000,000.
func BenchmarkDue(b *testing.B) {
	r, bare := crowded(b)
	r.owe(b, r.k.due(), 0)
	r.owe(b, bare, 0)
	const looks = 50
	for b.Loop() {
		benchPairs(b, "us/look", func() float64 {
			return timed(func() {
				for range looks {
					r.lookDue(b)
				}
			}).Seconds() * 1e6 / looks
		}, func() float64 {
			return timed(func() {
				for range looks {
					r.lookBare(b, bare)
				}
			}).Seconds() * 1e6 / looks
		})
	}
}

// BenchmarkSweep also moves them, one by one as a tick does: each in a script
// that checks that nobody else did and remembers the request, against a ZREM.
func BenchmarkSweep(b *testing.B) {
	r, bare := crowded(b)
	round := 0
	for b.Loop() {
		benchPairs(b, "ms/sweep", func() float64 {
			round++
			r.owe(b, r.k.due(), round)
			return timed(func() {
				for _, o := range r.lookDue(b) {
					if ok, err := r.Fire(b.Context(), o, nil); !ok || err != nil {
						b.Fatal(ok, err)
					}
				}
			}).Seconds() * 1000
		}, func() float64 {
			r.owe(b, bare, round)
			return timed(func() {
				for _, z := range r.lookBare(b, bare) {
					if err := r.raw.ZRem(b.Context(), bare, z.Member).Err(); err != nil {
						b.Fatal(err)
					}
				}
			}).Seconds() * 1000
		})
	}
}

const dueNow = 100

// crowded is a register with very many obligations, and as many in a bare ZSET.
func crowded(b *testing.B) (r *rig, bare string) {
	b.Helper()
	n := setting(b, "KLACHTBOT_BENCH_OBLIGATIONS", 100_000)
	r = benchRig(b)
	bare = r.k.at("bare")
	r.fillDue(b, r.k.due(), n)
	r.fillDue(b, bare, n)
	return r, bare
}

func timed(fn func()) time.Duration {
	begun := time.Now()
	fn()
	return time.Since(begun)
}

func (r *rig) lookDue(b *testing.B) []complaint.Obligation {
	list, err := r.Due(b.Context(), noon, dueNow)
	if err != nil || len(list) != dueNow {
		b.Fatalf("%d due, %v", len(list), err)
	}
	return list
}

func (r *rig) lookBare(b *testing.B, key string) []redis.Z {
	list, err := r.raw.ZRangeByScoreWithScores(b.Context(), key, &redis.ZRangeBy{Min: "-inf", Max: strconv.FormatInt(noon.UnixMilli(), 10), Count: dueNow}).Result()
	if err != nil || len(list) != dueNow {
		b.Fatalf("%d due, %v", len(list), err)
	}
	return list
}

// fillDue adds obligations that are not due.
func (r *rig) fillDue(b *testing.B, key string, n int) {
	b.Helper()
	for from := 0; from < n; from += 10_000 {
		var batch []redis.Z
		for i := from; i < min(n, from+10_000); i++ {
			batch = append(batch, redis.Z{Score: float64(noon.Add(time.Hour + time.Duration(i)*time.Second).UnixMilli()), Member: string(benchID(i)) + "|term"})
		}
		if err := r.raw.ZAdd(b.Context(), key, batch...).Err(); err != nil {
			b.Fatal(err)
		}
	}
}

// owe adds obligations that are due.
func (r *rig) owe(b *testing.B, key string, round int) {
	b.Helper()
	var batch []redis.Z
	for i := range dueNow {
		batch = append(batch, redis.Z{Score: float64(noon.UnixMilli() - int64(i)), Member: fmt.Sprintf("DUE%d-%d|term", round, i)})
	}
	if err := r.raw.ZAdd(b.Context(), key, batch...).Err(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkSeal and BenchmarkOpen are what encryption, packing and the codec
// cost for one record of 2 KB.
func BenchmarkSeal(b *testing.B) {
	o, key := benchOutcome(b)
	var size int
	b.ReportAllocs()
	for b.Loop() {
		body, err := encodeRecord(o.Complaint)
		if err != nil {
			b.Fatal(err)
		}
		size = len(key.seal(fieldRecord, 1, body))
	}
	b.ReportMetric(float64(size), "sealed-B")
}

func BenchmarkOpen(b *testing.B) {
	o, key := benchOutcome(b)
	body, err := encodeRecord(o.Complaint)
	if err != nil {
		b.Fatal(err)
	}
	sealed := key.seal(fieldRecord, 1, body)
	b.ReportAllocs()
	for b.Loop() {
		body, err := key.open(fieldRecord, 1, sealed)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := decodeRecord(o.Complaint.ID, complaint.Number{}, 1, body); err != nil {
			b.Fatal(err)
		}
	}
}

func benchOutcome(b *testing.B) (complaint.Outcome, dossierKey) {
	b.Helper()
	o, err := benchFiling(benchID(1), 1)(office)
	if err != nil {
		b.Fatal(err)
	}
	key, err := newDossierKey("bench", benchID(1), MemoryKeyring())
	if err != nil {
		b.Fatal(err)
	}
	return o, key
}

// BenchmarkCreate is the write behind an acknowledgement, against one round
// trip that writes as many sealed bytes.
func BenchmarkCreate(b *testing.B) {
	r := benchRig(b)
	ctx := context.Background()
	r.createAll(b, 1)
	sealed := r.sealed(b, 1)[0]
	const batch = 200
	next := 1
	for b.Loop() {
		benchPairs(b, "us/create", func() float64 {
			begun := time.Now()
			for range batch {
				id := benchID(next)
				next++
				if _, err := r.Create(ctx, reporter, id, string(id), benchFiling(id, next)); err != nil {
					b.Fatal(err)
				}
			}
			return float64(time.Since(begun).Microseconds()) / batch
		}, func() float64 {
			begun := time.Now()
			for range batch {
				id := "bare:" + string(benchID(next))
				next++
				if _, err := r.raw.Pipelined(ctx, func(p redis.Pipeliner) error {
					p.HSet(ctx, id, "b", sealed.record)
					p.RPush(ctx, id+":e", sealed.entry)
					return nil
				}); err != nil {
					b.Fatal(err)
				}
			}
			return float64(time.Since(begun).Microseconds()) / batch
		})
	}
}
