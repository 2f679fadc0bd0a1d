// Package complaint is one complaint of one client: who may do what, when, and
// what must be told, as an office's klachtenregeling says. It is pure: no
// input or output, no clock, standard library only.
//
// # States
//
// The lines below are compared with the action table by a test.
//
//	new -> reported: report (R1)
//	reported -> reported: supplement (D1)
//	reported -> reported: seen (P1)
//	reported -> reported: read (P4)
//	reported -> reported: declare (D5)
//	reported -> reported: pass_on (D5)
//	reported -> reported: appoint (D5)
//	reported -> with_employee: register (R2)
//	reported -> with_officer: register (R2)
//	with_employee -> with_employee: supplement (D1)
//	with_employee -> with_employee: seen (P1)
//	with_employee -> with_employee: read (P4)
//	with_employee -> with_employee: declare (D5)
//	with_employee -> with_employee: pass_on (D5)
//	with_employee -> with_employee: appoint (D5)
//	with_officer -> with_officer: supplement (D1)
//	with_officer -> with_officer: seen (P1)
//	with_officer -> with_officer: read (P4)
//	with_officer -> with_officer: declare (D5)
//	with_officer -> with_officer: pass_on (D5)
//	with_officer -> with_officer: appoint (D5)
//
// # Roles
//
//	Reporter          melder: heard the complaint; sees own text until registration
//	InvolvedEmployee  betrokken medewerker: told first, sees what concerns them
//	Officer           functionaris or waarnemer who handles this case
//	Office            kantoor: number, state and dates, unless concerned
//	ShieldedOfficer   functionaris or waarnemer who stood back: the number only
//	Employee          anyone: may report
//
// # References
//
// Rules are named by heading and sentence of the klachtenregeling: D begrippen,
// W wijze van indienen, O doelstellingen, I informeren, P interne
// klachtenprocedure, R registratie en classificatie, V verantwoordelijkheden.
// "Edge case n" counts the situations that the text leaves open; each is
// described where it is decided.
//
// # Words
//
//	klacht Complaint · klager Complainant · melding Report · melder Reporter
//	betrokken medewerker InvolvedEmployee · mogelijk betrokken PossiblyInvolved
//	directe collega Colleagues · behandelaar Assignee · kantoor Office
//	klachtenfunctionaris Officer · waarnemer deputy · kanaal Intake
//	wijze van indiening FilingMode · aard Nature · uiterste datum DueOn
//	actiedatum ActOn · afgeschermd Restricted · gezien Seen · aanvullen Supplement
package complaint
