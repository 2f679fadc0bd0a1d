package page

import (
	"html"
	"html/template"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// names turns what text refers to into what people read.
type names struct {
	user    func(id string) string
	channel func(id string) string
}

// mrkdwn turns Slack's mark-up into HTML. Everything that is not mark-up is
// escaped here: html/template trusts the result.
func (n names) mrkdwn(s string) template.HTML {
	var b strings.Builder
	for i, part := range strings.Split(s, "```") {
		if i%2 == 1 {
			b.WriteString("<pre>" + entities(strings.Trim(part, "\n")) + "</pre>")
			continue
		}
		n.lines(&b, part)
	}
	return template.HTML(b.String())
}

var bullet = regexp.MustCompile(`^\s*[•◦-] +`)

// lines writes paragraphs, lists and quotes. An open tag ends where the kind
// of line changes.
func (n names) lines(b *strings.Builder, s string) {
	ends := map[string]string{"p": "</p>", "ul": "</ul>", "q": "</blockquote>"}
	open := ""
	to := func(kind, start string) bool {
		if open == kind {
			return false
		}
		b.WriteString(ends[open] + start)
		open = kind
		return true
	}
	for _, line := range strings.Split(s, "\n") {
		quote := strings.TrimPrefix(strings.TrimPrefix(line, "&gt;"), ">")
		switch {
		case strings.TrimSpace(line) == "":
			to("", "")
		case bullet.MatchString(line):
			to("ul", "<ul>")
			b.WriteString("<li>" + n.inline(bullet.ReplaceAllString(line, "")) + "</li>")
		case quote != line:
			if !to("q", "<blockquote>") {
				b.WriteString("<br>")
			}
			b.WriteString(n.inline(strings.TrimSpace(quote)))
		default:
			if !to("p", "<p>") {
				b.WriteString("<br>")
			}
			b.WriteString(n.inline(line))
		}
	}
	to("", "")
}

var marks = map[byte]string{'*': "strong", '_': "em", '~': "s"}

// inline writes one line: emphasis, code, links and references.
func (n names) inline(s string) string {
	var b strings.Builder
	plain := 0
	flush := func(to int) { b.WriteString(entities(s[plain:to])) }
	for i := 0; i < len(s); {
		var end int
		var out string
		switch c := s[i]; c {
		case '<':
			if j := strings.IndexByte(s[i:], '>'); j > 1 {
				out, end = n.reference(s[i+1:i+j]), i+j+1
			}
		case '`':
			if j := strings.IndexByte(s[i+1:], '`'); j > 0 {
				out, end = "<code>"+entities(s[i+1:i+1+j])+"</code>", i+j+2
			}
		case '*', '_', '~':
			if j := closing(s, i); j > 0 {
				out, end = "<"+marks[c]+">"+n.inline(s[i+1:j])+"</"+marks[c]+">", j+1
			}
		}
		if end == 0 {
			i++
			continue
		}
		flush(i)
		b.WriteString(out)
		i, plain = end, end
	}
	flush(len(s))
	return b.String()
}

// closing finds where the emphasis that starts at i ends: marks stand at the
// edge of words and hold no space at their inner side. 0 means it is no mark.
func closing(s string, i int) int {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if i > 0 && wordRune(before) || i+1 >= len(s) || s[i+1] == ' ' || s[i+1] == s[i] {
		return 0
	}
	for j := i + 2; j < len(s); j++ {
		after, _ := utf8.DecodeRuneInString(s[j+1:])
		if s[j] == s[i] && s[j-1] != ' ' && (j+1 == len(s) || !wordRune(after)) {
			return j
		}
	}
	return 0
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// reference writes what stood between < and >.
func (n names) reference(s string) string {
	target, label, _ := strings.Cut(s, "|")
	switch {
	case strings.HasPrefix(target, "@"):
		return `<span class="mention">@` + html.EscapeString(n.user(target[1:])) + `</span>`
	case strings.HasPrefix(target, "#"):
		if label == "" {
			label = n.channel(target[1:])
		}
		return `<span class="mention">#` + entities(label) + `</span>`
	case strings.HasPrefix(target, "!date^"):
		return entities(label)
	case strings.HasPrefix(target, "!"):
		return `<span class="mention">@` + entities(strings.TrimPrefix(target, "!")) + `</span>`
	}
	if label == "" {
		label = strings.TrimPrefix(target, "mailto:")
	}
	return link(html.UnescapeString(target), entities(label))
}

// link writes a link to the web or a mail address; any other scheme stays text.
func link(target, labelHTML string) string {
	if safeURL(target) == "" {
		return labelHTML
	}
	return `<a href="` + html.EscapeString(target) + `" target="_blank" rel="noopener noreferrer">` + labelHTML + `</a>`
}

func safeURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" {
		return ""
	}
	return s
}

// entities escapes text in which &, < and > are already written as entities,
// as Slack wants it.
func entities(s string) string {
	s = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(s)
	return html.EscapeString(s)
}

var (
	mdHeading = regexp.MustCompile(`(?m)^#{1,6} +(.+)$`)
	mdBold    = regexp.MustCompile(`\*\*([^*\n]+)\*\*`)
	mdLink    = regexp.MustCompile(`\[([^\]\n]+)\]\(([^)\s|]+)\)`)
	mdBullet  = regexp.MustCompile(`(?m)^(\s*)[*-] +`)
)

// markdown shows the common part of a markdown block by way of mrkdwn.
func (n names) markdown(s string) template.HTML {
	s = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
	s = mdBullet.ReplaceAllString(s, "$1• ")
	s = mdHeading.ReplaceAllString(s, "\n*$1*\n")
	s = mdBold.ReplaceAllString(s, "*$1*")
	s = mdLink.ReplaceAllString(s, "<$2|$1>")
	return n.mrkdwn(s)
}

// text shows a text object of either type.
func (n names) text(kind, s string) template.HTML {
	if kind == "mrkdwn" {
		return n.mrkdwn(s)
	}
	return template.HTML(`<p class="typed">` + html.EscapeString(s) + `</p>`)
}
