package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/goccy/go-yaml"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// officeFile is KLACHTBOT_CONFIG. Every key is optional; docs/operator.md lists
// them with their defaults.
type officeFile struct {
	Office struct {
		Name            string `yaml:"name"`
		PostalAddress   string `yaml:"postal_address"`
		ComplaintsEmail string `yaml:"complaints_email"`
		Website         string `yaml:"website"`
		PrivacyURL      string `yaml:"privacy_url"`
		ExternalBody    string `yaml:"external_body"`
		ProcessOwner    string `yaml:"process_owner"`
	} `yaml:"office"`
	Teams []struct {
		Name    string   `yaml:"name"`
		Members []string `yaml:"members"`
	} `yaml:"teams"`
	ChannelMembers []string `yaml:"channel_members"`
	Policy         struct {
		Version         string `yaml:"version"`
		Effective       string `yaml:"effective"`
		SettleDays      int    `yaml:"settle_days"`
		RetentionMonths int    `yaml:"retention_months"`
	} `yaml:"policy"`
	Calendar struct {
		OpenOnGoodFriday bool     `yaml:"open_on_good_friday"`
		LiberationDay    string   `yaml:"liberation_day"`
		Closed           []string `yaml:"closed"`
	} `yaml:"calendar"`
}

// maxOfficeText keeps the explanation for the client, which holds these texts,
// within one section of a modal.
const maxOfficeText = 300

// defaultSettings are Team Keizer's: what its klachtenregeling says.
func defaultSettings() complaint.Settings {
	return complaint.Settings{
		OfficeName: "Team Keizer", ComplaintsEmail: "klachten@keizer.email", Website: "www.erisietsmisgegaan.nl",
		Policy: complaint.DefaultPolicy(),
	}
}

// readOfficeFile reads the office's settings over the defaults. An unknown or
// repeated key is refused with its line.
func readOfficeFile(path string) (complaint.Settings, error) {
	s := defaultSettings()
	if path == "" {
		return s, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return s, errors.New("names a file that cannot be read; expected a YAML file")
	}
	var f officeFile
	if err := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict()).Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return s, fmt.Errorf("cannot be understood: %s", yaml.FormatError(err, false, false))
	}
	return s, f.over(&s)
}

func (f officeFile) over(s *complaint.Settings) error {
	set(&s.OfficeName, f.Office.Name)
	set(&s.PostalAddress, f.Office.PostalAddress)
	set(&s.ComplaintsEmail, f.Office.ComplaintsEmail)
	set(&s.Website, f.Office.Website)
	set(&s.PrivacyURL, f.Office.PrivacyURL)
	set(&s.ExternalBody, f.Office.ExternalBody)
	set(&s.Policy.Version, f.Policy.Version)
	set(&s.Policy.Effective, f.Policy.Effective)
	set(&s.Policy.SettleDays, f.Policy.SettleDays)
	set(&s.Policy.RetentionMonths, f.Policy.RetentionMonths)
	for _, text := range []string{s.OfficeName, s.PostalAddress, s.ComplaintsEmail, s.Website, s.PrivacyURL, s.ExternalBody} {
		if len([]rune(text)) > maxOfficeText {
			return fmt.Errorf("has a text under office that is too long; expected at most %d characters", maxOfficeText)
		}
	}
	s.ProcessOwner = complaint.UserID(f.Office.ProcessOwner)
	s.ChannelMembers = asUsers(f.ChannelMembers)
	for _, t := range f.Teams {
		s.Teams = append(s.Teams, complaint.Team{Name: t.Name, Members: asUsers(t.Members)})
	}
	s.Calendar.OpenOnGoodFriday = f.Calendar.OpenOnGoodFriday
	switch f.Calendar.LiberationDay {
	case "", "every_year":
	case "lustrum":
		s.Calendar.LiberationDay = calendar.ClosedLustrumYears
	case "never":
		s.Calendar.LiberationDay = calendar.ClosedNever
	default:
		return fmt.Errorf("has calendar.liberation_day %q; expected every_year, lustrum or never", f.Calendar.LiberationDay)
	}
	for _, day := range f.Calendar.Closed {
		d, err := calendar.Parse(day)
		if err != nil {
			return fmt.Errorf("has calendar.closed %q; expected dates such as 2027-05-07", day)
		}
		s.Calendar.Closed = append(s.Calendar.Closed, d)
	}
	return nil
}

// set replaces a default when the file says something.
func set[T comparable](to *T, v T) {
	var zero T
	if v != zero {
		*to = v
	}
}

func asUsers(list []string) []complaint.UserID {
	var ids []complaint.UserID
	for _, s := range list {
		ids = append(ids, complaint.UserID(s))
	}
	return ids
}
