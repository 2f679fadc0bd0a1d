package complaint

// HasBSN reports whether s holds a stand-alone number of nine digits that
// passes the elfproef and so may be a burgerservicenummer. A BSN is never
// processed (UAVG art. 46), not even with consent; edge case 24. Numbers in
// allowed are the office's own file numbers and pass.
func HasBSN(s string, allowed ...string) bool {
	for _, n := range nineDigits(s) {
		if elfproef(n) && !contains(allowed, n) {
			return true
		}
	}
	return false
}

// nineDigits lists the runs of exactly nine digits in s. Longer runs (an IBAN,
// a phone number in full) are no BSN, and neither is a run glued to a letter.
func nineDigits(s string) []string {
	var found []string
	for i := 0; i < len(s); {
		if !isDigit(s[i]) {
			i++
			continue
		}
		j := i
		for j < len(s) && isDigit(s[j]) {
			j++
		}
		glued := (i > 0 && isLetter(s[i-1])) || (j < len(s) && isLetter(s[j]))
		if j-i == 9 && !glued {
			found = append(found, s[i:j])
		}
		i = j
	}
	return found
}

// elfproef: 9a+8b+7c+6d+5e+4f+3g+2h-1i is a multiple of eleven.
func elfproef(n string) bool {
	sum := 0
	for i, weight := range [9]int{9, 8, 7, 6, 5, 4, 3, 2, -1} {
		sum += weight * int(n[i]-'0')
	}
	return sum%11 == 0 && n != "000000000"
}

func isDigit(b byte) bool  { return b >= '0' && b <= '9' }
func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' || b == '_' }

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
