package complaint

// Policy holds what one office's klachtenregeling may decide differently from
// another's. A complaint keeps the policy it started under, so that a later
// change never moves a promise that was made. The zero value is not a policy;
// use DefaultPolicy.
type Policy struct {
	// Version and Effective name the text of the regeling, for D4.
	Version   string
	Effective string
	// SettleDays is the term for settling in writing, in calendar days from the
	// day of receipt; see TermOf.
	SettleDays int
	// RetentionMonths is how long a settled complaint is kept before it is
	// anonymised; the text is silent, practice is 12 to 60.
	RetentionMonths int
}

// DefaultPolicy is Team Keizer's. "De klacht dient binnen vier weken
// schriftelijk door het kantoor afgehandeld te zijn" (Verantwoordelijkheden,
// sentence 4); the text knows no extension. Change the regulation first.
func DefaultPolicy() Policy {
	return Policy{Version: "1", SettleDays: 28, RetentionMonths: 24}
}
