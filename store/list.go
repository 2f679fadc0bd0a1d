package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// pageSize is the limit of a query that names none.
const pageSize = 20

var summaryFields = []string{fNumber, fState, fReceived, fDue, fAct, fReported, fRestricted, fOfficer}

// List gives one page of summaries, newest first, and how many there are in
// all: two round trips, nothing is decrypted. It does not decide who may ask.
func (s *Store) List(ctx context.Context, q complaint.Query) ([]complaint.Summary, int, error) {
	page, total, err := s.list(ctx, q)
	if err != nil {
		return nil, 0, fmt.Errorf("store: list: %w", err)
	}
	return page, total, nil
}

func (s *Store) list(ctx context.Context, q complaint.Query) ([]complaint.Summary, int, error) {
	index, err := s.indexOf(q)
	if err != nil {
		return nil, 0, err
	}
	if q.Limit <= 0 {
		q.Limit = pageSize
	}
	first := int64(max(q.Offset, 0))
	var ids *redis.StringSliceCmd
	var total *redis.IntCmd
	if err := s.again(ctx, func() error {
		_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
			ids = p.ZRevRange(ctx, index, first, first+int64(q.Limit)-1)
			total = p.ZCard(ctx, index)
			return nil
		})
		return err
	}); err != nil || len(ids.Val()) == 0 {
		return nil, int(total.Val()), err
	}
	rows := make([]*redis.SliceCmd, len(ids.Val()))
	if err := s.again(ctx, func() error {
		_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
			for i, id := range ids.Val() {
				rows[i] = p.HMGet(ctx, s.k.complaint(complaint.ID(id)), summaryFields...)
			}
			return nil
		})
		return err
	}); err != nil {
		return nil, 0, err
	}
	viewer := s.sec.person(q.Viewer)
	page := make([]complaint.Summary, 0, len(rows))
	for i, id := range ids.Val() {
		if sum, ok := summary(complaint.ID(id), rows[i].Val()); ok {
			sum.Yours = q.Viewer != "" && rows[i].Val()[7] == viewer
			page = append(page, sum)
		}
	}
	return page, int(total.Val()), nil
}

func (s *Store) indexOf(q complaint.Query) (string, error) {
	switch q.Role {
	case "":
		return s.k.all(), nil
	case complaint.Reporter, complaint.InvolvedEmployee, complaint.Officer:
		return s.k.who(q.Role, s.sec.person(q.Viewer)), nil
	}
	return "", fmt.Errorf("no index for role %s", q.Role)
}

// summary reads the answer to HMGET summaryFields.
func summary(id complaint.ID, values []any) (complaint.Summary, bool) {
	v := make([]string, len(summaryFields))
	for i := range v {
		if i < len(values) {
			v[i], _ = values[i].(string)
		}
	}
	no, err := complaint.ParseNumber(v[0])
	if err != nil {
		return complaint.Summary{}, false
	}
	date := func(t string) calendar.Date { d, _ := calendar.Parse(t); return d }
	ms, _ := strconv.ParseInt(v[5], 10, 64)
	return complaint.Summary{
		ID: id, Number: no, State: complaint.State(v[1]),
		Term:       complaint.Term{ReceivedOn: date(v[2]), DueOn: date(v[3]), ActOn: date(v[4])},
		ReportedAt: time.UnixMilli(ms).UTC(), Restricted: v[6] == "1",
	}, true
}
