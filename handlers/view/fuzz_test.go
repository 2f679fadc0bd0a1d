package view

import (
	"strconv"
	"strings"
	"testing"

	"klachtbot/complaint"
	"klachtbot/handlers/view/blockkit"
)

// FuzzParseMeta: private_metadata comes back from outside. Only what we wrote
// ourselves is read, to the letter.
func FuzzParseMeta(f *testing.F) {
	id := string(caseID)
	for _, s := range []string{
		"", "{}", "null", "[]", `{"case":"` + id + `"}`, `{"case":"` + id + `","rev":3,"officer":true}`, `{"case":"` + id + `"}]`, `{}}`,
		`{"CASE":"` + id + `"}`, `{"case":"` + id + `","case":"x"}`, ` {"case":"` + id + `"}`, `{"rev":-1}`, `{"case":"` + strings.ToLower(id) + `"}`,
		`{"case":"` + id + `","text":"de klacht"}`, `{"case":"../` + id + `"}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMeta(s)
		switch {
		case err != nil && m != Meta{}:
			t.Errorf("refused, and yet it gives %+v", m)
		case err != nil:
			return
		case m.String() != s:
			t.Errorf("not ours: %q reads as %q", s, m)
		case m.Case != "" && !ValidID(string(m.Case)), m.Revision < 0:
			t.Errorf("no id or revision of ours: %+v", m)
		}
	})
}

// TestMetaComesBack: what we write is what we read.
func TestMetaComesBack(t *testing.T) {
	for _, m := range []Meta{{}, {Case: caseID}, {Case: caseID, Revision: 12}, {Case: caseID, Officer: true}, {Case: caseID, Revision: 1 << 40, Officer: true}} {
		got, err := ParseMeta(m.String())
		if err != nil || got != m {
			t.Errorf("%s reads as %+v, %v", m, got, err)
		}
	}
}

// FuzzParsePage: the value of a page button comes back from outside.
func FuzzParsePage(f *testing.F) {
	for _, s := range []string{"", "register/0", "register/20", "reported/40", "involved/9223372036854775807", "register/-20", "register/+20", "register/020", "office/0", "register", "/0", "register/0/0", "register/9223372036854775808"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list, offset, err := ParsePage(s)
		if err != nil {
			if list != "" || offset != 0 {
				t.Errorf("refused, and yet it gives %s %d", list, offset)
			}
			return
		}
		if string(list)+"/"+strconv.Itoa(offset) != s || offset < 0 {
			t.Errorf("not ours: %q reads as %s %d", s, list, offset)
		}
		for _, p := range blockkit.View(body(t, Register(Rows{List: list, Total: 45, Offset: offset}, today))) {
			t.Errorf("offset %d: %s", offset, p)
		}
	})
}

// FuzzRead puts anything in every input of every form. Reading never panics,
// and what the rules then refuse has a sentence at a field.
func FuzzRead(f *testing.F) {
	f.Add("tekst", "2026-11-20", "employees", "U0BRAM", true)
	f.Add("", "", "", "", false)
	f.Add("123456782", "2027-02-30", "officer", "U0FUNCTIE", true)
	f.Add(strings.Repeat("é", 3001), "0000-00-00", "I", "\x00", true)
	f.Fuzz(func(t *testing.T, text, date, option, user string, twice bool) {
		value := Value{Text: text, Date: date, Options: []string{option}, Users: []string{user}}
		if twice {
			value.Options, value.Users = append(value.Options, option, "A", "I"), append(value.Users, user, string(bram))
		}
		v := Values{"": value, text: value}
		for _, form := range []string{FormReport, FormSupplement, FormIndependence, FormRegistration, FormAppointment, FormInformed} {
			for _, field := range everyField {
				v[Block(form, field)] = value
			}
			v[Block(form, partField(complaint.UserID(user)))] = value
		}
		w := ordinary(nil)
		set := w.settings()
		said := func(form string, err error) {
			for block, sentence := range FieldErrors(form, err) {
				if sentence == "" || sentence == sentenceOfLastResort || !strings.HasPrefix(block, form+".") {
					t.Errorf("%s: %q", block, sentence)
				}
			}
		}
		rep, err := ReadReport(Meta{Case: caseID, Officer: twice}, v)
		if err != nil {
			t.Fatal(err)
		}
		o, err := complaint.New(rep, w.person(melder), set, friday)
		said(FormReport, err)
		if err == nil {
			o.Complaint.Number = complaint.Number{Year: 2026, Seq: 1}
			reg := ReadRegistration(v, o.Complaint.Officer.ID)
			if d, err := o.Complaint.Declare(ReadIndependence(Values{Block(FormIndependence, complaint.FieldStatement): {Options: []string{optStated}}}), o.Complaint.Officer, set, friday); err == nil {
				_, err = d.Complaint.Register(reg, d.Complaint.Officer, set, friday)
				said(FormRegistration, err)
			}
		}
		ReadRegistration(v, functie)
		ReadSupplement(v)
		ReadAppointment(v)
		ReadIndependence(v)
		said(FormInformed, ReadInformed(v).Check(today))
		if _, err := ReadReport(Meta{}, v); err == nil {
			t.Error("a report without an id of ours was read")
		}
	})
}

const sentenceOfLastResort = "Controleer dit veld."

// everyField is every field that an input can have.
var everyField = []complaint.Field{
	complaint.FieldReceivedOn, complaint.FieldIntake, complaint.FieldWords, complaint.FieldSubject, complaint.FieldEmployees, complaint.FieldDeparted,
	complaint.FieldRepresentative, complaint.FieldClient, complaint.FieldMoreWords, complaint.FieldWish, complaint.FieldDone, complaint.FieldContact,
	complaint.FieldExternalRef, complaint.FieldSupplement, complaint.FieldFiling, complaint.FieldNature, complaint.FieldAssignee, complaint.FieldReason,
	complaint.FieldPart, complaint.FieldStatement, complaint.FieldAppointee, complaint.FieldHow, fieldSpeaker, fieldClientBox, fieldTold, fieldNoContact,
}
