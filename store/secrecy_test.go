package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"klachtbot/complaint"
)

// markers are in every text, name and user id of the tests.
var markers = []string{"MARK", "0MARK"}

// live leaves a bit of everything behind: a register that was used.
func (r *rig) live() {
	r.t.Helper()
	ctx := r.t.Context()
	r.file("AAA")
	if _, err := r.Update(ctx, reporter, "AAA", "click "+string(reporter.ID), supplement("MARKsupplement")); err != nil {
		r.t.Fatal(err)
	}
	if _, err := r.Update(ctx, officer, "AAA", "declare", declare); err != nil {
		r.t.Fatal(err)
	}
	register := func(c complaint.Complaint, s complaint.Settings) (complaint.Outcome, error) {
		return c.Register(complaint.Registration{
			Filing: complaint.FilingModes(), Natures: complaint.Natures(), Assignee: officer.ID, Reason: complaint.NewText("MARKreason"),
			Employees: []complaint.Colleague{{Person: employee}},
			Parts:     map[complaint.UserID]complaint.Text{employee.ID: complaint.NewText("MARKpart")},
		}, officer, s, noon)
	}
	if _, err := r.Update(ctx, officer, "AAA", "register", register); err != nil {
		r.t.Fatal(err)
	}
	for _, p := range []complaint.UserID{officer.ID, employee.ID} {
		if _, err := r.Read(ctx, p, "AAA", complaint.ActRead); err != nil {
			r.t.Fatal(err)
		}
	}
	r.notify("home "+string(officer.ID), home, complaint.Notice{Kind: complaint.SayReceipt, Case: "AAA", To: reporter.ID, Event: "U0MARKEVENT"})
	tasks, err := r.Lease(ctx, 2, time.Minute)
	if err != nil || len(tasks) != 2 {
		r.t.Fatal(len(tasks), err)
	}
	card := complaint.Card{Person: officer.ID, Role: complaint.Officer, Channel: "D0MARKDM", TS: "17.MARK", Revision: 1}
	tasks[0].Notice.Case = "AAA"
	if err := errors.Join(r.Finish(ctx, tasks[0], []complaint.Card{card}, nil), r.Bury(ctx, tasks[1], "MARKwhy")); err != nil {
		r.t.Fatal(err)
	}
	told := complaint.ClientInformed{FileNumber: complaint.NewText("MARKfile"), On: complaint.Today(noon), How: "email"}
	if err := r.ClientInformed(ctx, reporter, "told "+string(reporter.ID), told); err != nil {
		r.t.Fatal(err)
	}
}

// everything gives every key of the register with all it holds.
func (r *rig) everything() map[string]string {
	r.t.Helper()
	ctx, all := r.t.Context(), map[string]string{}
	keys, err := r.raw.Keys(ctx, r.k.at("*")).Result()
	if err != nil {
		r.t.Fatal(err)
	}
	for _, key := range keys {
		switch kind := r.raw.Type(ctx, key).Val(); kind {
		case "string":
			all[key] = r.raw.Get(ctx, key).Val()
		case "hash":
			all[key] = fmt.Sprint(r.raw.HGetAll(ctx, key).Val())
		case "list":
			all[key] = fmt.Sprint(r.raw.LRange(ctx, key, 0, -1).Val())
		case "zset":
			all[key] = fmt.Sprint(r.raw.ZRangeWithScores(ctx, key, 0, -1).Val())
		case "stream":
			all[key] = fmt.Sprint(r.raw.XRange(ctx, key, "-", "+").Val())
		default:
			r.t.Fatal("unknown type", kind)
		}
	}
	return all
}

func leaks(s string) bool {
	for _, m := range markers {
		if strings.Contains(strings.ToUpper(s), m) {
			return true
		}
	}
	return false
}

func TestNoKeyOrValueNamesAnyone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.live()
		all := r.everything()
		if len(all) < 15 {
			t.Fatal("only", len(all), "keys")
		}
		for key, value := range all {
			if !strings.HasPrefix(key, "{kb:"+r.opts.Register+"}:") {
				t.Error("without the hash tag:", key)
			}
			if leaks(key) || leaks(value) {
				t.Error("plain content under", key)
			}
			ttl := r.raw.TTL(t.Context(), key).Val()
			if perishable := strings.Contains(key, ":req:") || strings.Contains(key, ":said:"); perishable != (ttl > 0) {
				t.Error("TTL of", key, "is", ttl)
			}
		}
	})
}

// What reaches the disk: the append-only file holds every script with its
// arguments' effects, the snapshot every value.
func TestFilesOnDiskNameNobody(t *testing.T) {
	t.Parallel()
	realURL(t)
	dir := t.TempDir()
	srv, err := startServer(dir, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--rdbcompression", "no", "--aof-use-rdb-preamble", "no")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.stop() })
	r := newRig(t, srv.url(), Productie)
	r.live()
	r.raw.Set(t.Context(), "control", "CONTROLWORD", 0) // the search works
	if err := r.raw.Save(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	searched, control := 0, 0
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		searched++
		if bytes.Contains(b, []byte("CONTROLWORD")) {
			control++
		}
		if leaks(string(b)) {
			t.Error("plain content in", e.Name())
		}
		return err
	})
	if err != nil || control < 2 { // append-only file and snapshot
		t.Fatal(searched, control, err)
	}
}

func TestRestartLosesNothing(t *testing.T) {
	t.Parallel()
	realURL(t)
	srv, err := startServer(t.TempDir(), "--appendonly", "yes", "--appendfsync", "always", "--save", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.stop() })
	r := newRig(t, srv.url(), Productie)
	r.live()
	before := r.everything()
	srv.stop() // kill -9
	if err := srv.start(); err != nil {
		t.Fatal(err)
	}
	for key, value := range r.everything() {
		if before[key] != value {
			t.Error("changed:", key)
		}
		delete(before, key)
	}
	if len(before) > 0 {
		t.Fatal("lost:", len(before))
	}
	c, err := r.Update(t.Context(), reporter, "AAA", "click "+string(reporter.ID), supplement("again"))
	if err != nil || c.Revision != 4 { // the request of before the restart is known
		t.Fatal(c.Revision, err)
	}
	if err := r.VerifyChain(t.Context(), "AAA"); err != nil {
		t.Fatal(err)
	}
}

func TestChainShowsTampering(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		tamper := map[string]func(key string){
			"changed":    func(key string) { r.raw.LSet(ctx, key, 1, "x") },
			"removed":    func(key string) { r.raw.RPop(ctx, key) },
			"first":      func(key string) { r.raw.LPop(ctx, key) },
			"added":      func(key string) { r.raw.RPush(ctx, key, r.raw.LIndex(ctx, key, 0).Val()) },
			"reordered":  func(key string) { r.raw.RPush(ctx, key, r.raw.LPop(ctx, key).Val()) },
			"renumbered": func(key string) { r.raw.HSet(ctx, strings.TrimSuffix(key, ":e"), fRevision, "9") },
			"rolled back": func(key string) {
				r.raw.RPop(ctx, key)
				r.raw.HSet(ctx, strings.TrimSuffix(key, ":e"), fRevision, "2")
			},
		}
		for name, do := range tamper {
			id := complaint.ID(strings.ReplaceAll("T"+name, " ", ""))
			r.file(id)
			for i := range 2 {
				if _, err := r.Update(ctx, reporter, id, fmt.Sprint(id, i), supplement(fmt.Sprint("nummer ", i))); err != nil {
					t.Fatal(err)
				}
			}
			if err := r.VerifyChain(ctx, id); err != nil {
				t.Fatal(name, err)
			}
			do(r.k.entries(id))
			if err := r.VerifyChain(ctx, id); !errors.Is(err, ErrChain) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := r.VerifyChain(ctx, "NONE"); !errors.Is(err, complaint.ErrNotFound) {
			t.Error(err)
		}
	})
}

// Sealed data opens only in the place it was sealed for.
func TestSwappedBlobsDoNotOpen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		r.file("AAA")
		r.file("BBB")
		a, b := r.k.complaint("AAA"), r.k.complaint("BBB")
		get := func(key, f string) string { return r.raw.HGet(ctx, key, f).Val() }
		blob, dek := get(a, fRecord), get(a, fKey)
		peek := func(what string) {
			t.Helper()
			if _, err := r.Peek(ctx, "BBB"); err == nil {
				t.Error("opened:", what)
			}
		}
		own, ownKey := get(b, fRecord), get(b, fKey)
		r.raw.HSet(ctx, b, fRecord, blob)
		peek("the record of another complaint")
		r.raw.HSet(ctx, b, fKey, dek)
		peek("record and key of another complaint")
		r.raw.HSet(ctx, b, fRecord, own, fKey, ownKey, fRevision, "7")
		peek("a record under another revision")
		r.raw.HSet(ctx, b, fRevision, "1")
		if _, err := r.Peek(ctx, "BBB"); err != nil {
			t.Fatal("put back as it was:", err)
		}
		// An entry in the place of another, or the record in that of an entry.
		entries := r.k.entries("BBB")
		r.raw.LSet(ctx, entries, 0, own)
		if _, err := r.Read(ctx, employee.ID, "BBB", complaint.ActRead); err == nil {
			t.Error("opened: a record as an entry")
		}
	})
}

func TestWrongKeyIsRefused(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		o := r.opts
		o.Client, _ = Dial(r.url)
		o.Keys = MemoryKeyring()
		if _, err := Open(t.Context(), o); !errors.Is(err, ErrWrongKey) {
			t.Fatal(err)
		}
		// A key of the same id that is another key.
		fake := MemoryKeyring()
		own := r.opts.Keys.(*Keyring)
		fake.aeads[own.primary] = fake.aeads[fake.primary]
		o.Keys = fake
		if _, err := Open(t.Context(), o); !errors.Is(err, ErrWrongKey) {
			t.Fatal(err)
		}
		// The right key over a root that is not the one of the data.
		o.Keys = r.opts.Keys
		check := r.raw.HGet(t.Context(), r.k.meta(), "kcv").Val()
		r.raw.HSet(t.Context(), r.k.meta(), "kcv", "0011223344556677")
		if _, err := Open(t.Context(), o); !errors.Is(err, ErrWrongKey) {
			t.Fatal(err)
		}
		r.raw.HSet(t.Context(), r.k.meta(), "kcv", check)
		root := r.raw.HGet(t.Context(), r.k.meta(), "root").Val()
		r.raw.HDel(t.Context(), r.k.meta(), "root")
		if _, err := Open(t.Context(), o); !errors.Is(err, ErrNoRoot) {
			t.Fatal(err)
		}
		r.raw.HSet(t.Context(), r.k.meta(), "root", root)
		if _, err := Open(t.Context(), o); err != nil {
			t.Fatal("put back as it was:", err)
		}
		// The root of another register does not fit here.
		other := newRig(t, r.url, r.opts.Profile)
		r.raw.HSet(t.Context(), r.k.meta(), "root", other.raw.HGet(t.Context(), other.k.meta(), "root").Val())
		o.Keys = other.opts.Keys
		if _, err := Open(t.Context(), o); !errors.Is(err, ErrWrongKey) {
			t.Fatal(err)
		}
		r.raw.HSet(t.Context(), r.k.meta(), "schema", schema+1)
		if _, err := Open(t.Context(), o); !errors.Is(err, ErrNewer) {
			t.Fatal(err)
		}
	})
}

// Instances that open an empty register at once agree on its root.
func TestFirstOpenIsRaceSafe(t *testing.T) {
	t.Parallel()
	m := miniredis.RunT(t)
	keys := MemoryKeyring()
	checks := make([]string, 8)
	together(len(checks), func(i int) {
		c, err := Dial("redis://" + m.Addr())
		if err != nil {
			t.Error(err)
			return
		}
		s, err := Open(t.Context(), Options{Client: c, Keys: keys, Profile: Demo})
		if err != nil {
			t.Error(err)
			return
		}
		checks[i] = s.sec.check
		_ = s.Close()
	})
	for _, c := range checks {
		if c == "" || c != checks[0] {
			t.Fatal(checks)
		}
	}
}
