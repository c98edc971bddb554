package markdown

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/diag"
)

func TestRender(t *testing.T) {
	tests := []struct {
		name, src, want string
	}{
		{"text stays as written", `"quotes" -- and ... 'more'`, "<p>&quot;quotes&quot; -- and ... 'more'</p>\n"},
		{"strong", "**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <del>c</del> <code>d</code></p>\n"},
		{"foreign link", "[a](https://example.org/?x=1&y=2)", `<p><a href="https://example.org/?x=1&amp;y=2" rel="noopener">a</a></p>` + "\n"},
		{"title", `[a](/b "it's \"c\" &amp; d")`, `<p><a href="/b" title="it's &quot;c&quot; &amp; d">a</a></p>` + "\n"},
		{"fragment", "[a](#b)", `<p><a href="#b">a</a></p>` + "\n"},
		{"mail", "<a@example.org> [t](tel:+35312345)", `<p><a href="mailto:a@example.org">a@example.org</a> <a href="tel:+35312345">t</a></p>` + "\n"},
		{"bare address", "see https://example.org/a. www.example.org a@example.org", `<p>see <a href="https://example.org/a" rel="noopener">https://example.org/a</a>. www.example.org a@example.org</p>` + "\n"},
		{"picture", `![a "b" *c*](/static/p.png)`, `<p><img src="/static/p.png" alt="a &quot;b&quot; c" loading="lazy"></p>` + "\n"},
		{"table", "a|b\n-|-:\n1|2\n", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td align=\"right\">2</td>\n</tr>\n</tbody>\n</table>\n"},
		{"list", "3. a\n4. b\n", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"},
		{"fence", "```go\na < b\n```\n", "<pre><code class=\"language-go\">a &lt; b\n</code></pre>\n"},
		{"line ends", "a\r\nb\r\n\r\nc", "<p>a\nb</p>\n<p>c</p>\n"},
		{"byte order mark", "\ufeff# a", "<h1>a</h1>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, problems := Render(tt.src, Options{})
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("Render(%q) (-want +got):\n%s", tt.src, diff)
			}
			if len(problems) > 0 {
				t.Errorf("Render(%q) found %v, want nothing", tt.src, problems)
			}
		})
	}
}

func TestHeadingsFitThePage(t *testing.T) {
	for src, want := range map[string]string{
		"# a\n\n## b\n\nc\n=\n\n##### d": "<h3>a</h3>\n<h4>b</h4>\n<h3>c</h3>\n<h4>d</h4>\n",
		"## a\n\n### b":                  "<h3>a</h3>\n<h4>b</h4>\n",
		"### a\n\n## b":                  "<h3>a</h3>\n<h3>b</h3>\n",
	} {
		if got, _ := Render(src, Options{TopHeading: 3}); string(got) != want {
			t.Errorf("%q: got %q, want %q", src, got, want)
		}
	}
}

// TestRefusals checks each thing that must not come through as written, named
// by the row of the threat list it answers.
func TestRefusals(t *testing.T) {
	tests := []struct {
		row, src, want string
		rule           string
		line, column   int
	}{
		{"MDH-01 block", "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n", RuleRawHTML, 1, 1},
		{"MDH-01 inline", "a\nb <b onclick=x>c</b>", "<p>a\nb &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n", RuleRawHTML, 2, 3},
		{"MDH-03", "é [a](javascript:alert(1))", "<p>é a</p>\n", RuleLink, 1, 3},
		{"MDH-03 case", "[a](JaVaScRiPt:alert(1))", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-03 entity", "[a](&#x6A;avascript:alert(1))", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-03 entity twice", "[a](&#38;#x6A;avascript:alert(1))", `<p><a href="&amp;#x6A;avascript:alert(1)">a</a></p>` + "\n", "", 0, 0},
		{"MDH-03 newline entity", "[a](java&#x0A;script:alert(1))", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-03 named entity", "[a](java&Tab;script&colon;alert(1))", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-03 control", "[a](\x01javascript:alert(1))", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-03 space", "[a](<  javascript:alert(1)>)", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-03 zero width", "[a](java\u200bscript:alert(1))", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-03 reference", "[a]\n\n[a]: data:text/html,x", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-03 vbscript", "[a](vbscript:x)", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-03 image", "![a](javascript:x)", "<p>a</p>\n", RuleImage, 1, 1},
		{"MDH-03 data image", "![a](data:image/png;base64,AAAA)", "<p>a</p>\n", RuleImage, 1, 1},
		{"MDH-05", "<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n", RuleLink, 1, 1},
		{"MDH-07", "[h](//evil.example/)", "<p>h</p>\n", RuleLink, 1, 1},
		{"MDH-07 backslash", `[h](/\evil.example/)`, "<p>h</p>\n", RuleLink, 1, 1},
		{"MDH-07 empty step", "[h](/x//evil.example/)", "<p>h</p>\n", RuleLink, 1, 1},
		{"MDH-09", "```\"><script>\na\n```\n", "<pre><code>a\n</code></pre>\n", "", 0, 0},
		{"MDH-15", "[a](https://example.org/&quot;onclick=x)", `<p><a href="https://example.org/%22onclick=x" rel="noopener">a</a></p>` + "\n", "", 0, 0},
		{"MDH-15 no host", "[a](https:///x)", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-15 user", "[a](https://bank.example@evil.example/)", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-17 long", "[a](https://example.org/" + strings.Repeat("x", 2048) + ")", "<p>a</p>\n", RuleLink, 1, 1},
		{"MDH-17 IDN", "[a](https://bücher.example/)", `<p><a href="https://xn--bcher-kva.example/" rel="noopener">a</a> (xn--bcher-kva.example)</p>` + "\n", "", 0, 0},
		{"MDH-31", "&amp;lt;script&amp;gt;", "<p>&amp;lt;script&amp;gt;</p>\n", "", 0, 0},
		{"MDH-33", "a" + strings.Repeat("\u0301", 10_000), "", RuleMarks, 1, 10},
		{"MDH-33 entity", "a" + strings.Repeat("&#x301;", 9), "", RuleMarks, 1, 2},
		{"MDH-33 emphasis", "a" + strings.Repeat("\u0301", 8) + "*\u0301x*", "", RuleMarks, 1, 1},
		{"MDH-33 joiner", "a" + strings.Repeat("\u0301\u200d", 9), "", RuleMarks, 1, 18},
		{"comment", "a\n\n<!-- note -->\n", "<p>a</p>\n", RuleComment, 3, 1},
		{"foreign picture", "![a](https://example.org/p.png)", `<p><a href="https://example.org/p.png" rel="noopener">a</a></p>` + "\n", RuleImageAlien, 1, 1},
		{"picture by mail", "![a](mailto:a@example.org)", "<p>a</p>\n", RuleImage, 1, 1},
		{"picture by fragment", "![a](#x)", "<p>a</p>\n", RuleImage, 1, 1},
		{"above the site", "[a](../../x)", "<p>a</p>\n", RuleLink, 1, 1},
		{"above the site, rooted", "[a](/b/../../x)", "<p>a</p>\n", RuleLink, 1, 1},
		{"above the site, hidden", "[a](%2e%2e/x)", "<p>a</p>\n", RuleLink, 1, 1},
		{"hidden slash", "[a](b%2fx)", "<p>a</p>\n", RuleLink, 1, 1},
		{"link in link", "[x <https://example.org/>](/b)", `<p><a href="/b">x https://example.org/</a></p>` + "\n", "", 0, 0},
		{"foreign picture in link", "[![a](https://example.org/p.png)](/b)", `<p><a href="/b">a</a></p>` + "\n", RuleImageAlien, 1, 2},
	}
	for _, tt := range tests {
		t.Run(tt.row, func(t *testing.T) {
			got, problems := Render(tt.src, Options{})
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("Render(%.80q) (-want +got):\n%s", tt.src, diff)
			}
			switch {
			case tt.rule == "" && len(problems) > 0:
				t.Errorf("Render(%.80q) found %v, want nothing", tt.src, problems)
			case tt.rule != "" && len(problems) == 0:
				t.Errorf("Render(%.80q) found nothing, want %s", tt.src, tt.rule)
			case tt.rule != "":
				p := problems[0]
				if p.Rule != tt.rule || p.Line != tt.line || p.Column != tt.column || p.Message == "" || p.Mend == "" {
					t.Errorf("Render(%.80q) found %+v, want %s at %d:%d", tt.src, p, tt.rule, tt.line, tt.column)
				}
			}
		})
	}
}

func TestSeverity(t *testing.T) {
	for src, want := range map[string]diag.Severity{
		"[a](javascript:x)": diag.Error,
		"a <b>":             diag.Warning,
		"a <!-- b -->":      diag.Note,
	} {
		if _, p := Render(src, Options{}); len(p) != 1 || p[0].Severity != want {
			t.Errorf("Render(%q) found %+v, want one %v", src, p, want)
		}
	}
}

func TestBase(t *testing.T) {
	base := func(dest string) (string, bool) {
		switch dest {
		case "../static/p.png":
			return "/badges/static/p.png", true
		case "trick":
			return "javascript:x", true
		}
		return "", false
	}
	got, problems := Render("![p](../static/p.png) [x](missing) [y](../../z)", Options{Base: base})
	if want := `<p><img src="/badges/static/p.png" alt="p" loading="lazy"> x y</p>` + "\n"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(problems) != 2 || !strings.Contains(problems[0].Message, "nothing at") || !strings.Contains(problems[1].Message, "out of the site") {
		t.Errorf("problems: %+v", problems)
	}
}

// TestBombs holds the parser to its promise on input made to be slow.
func TestBombs(t *testing.T) {
	limit := 200 * time.Millisecond
	if raceEnabled || testing.CoverMode() != "" {
		limit = 3 * time.Second // instrumented code is slower
	}
	fill := func(s string) string { return strings.Repeat(s, MaxSize/len(s)) }
	staircase := func(step string) string {
		var b strings.Builder
		for i := 0; b.Len() < MaxSize-1000; i++ {
			b.WriteString(strings.Repeat("  ", min(i, 450)) + step + "\n")
		}
		return b.String()
	}
	var ticks strings.Builder
	for i := 1; ticks.Len()+i+1 < MaxSize; i++ {
		ticks.WriteString(strings.Repeat("`", i) + "a")
	}
	bombs := map[string]string{"rising backticks": ticks.String(), "rising list": staircase("- a"), "rising quote": staircase("> a")}
	for _, s := range []string{
		">", "> ", "[", "![", "]", "[]", "[a](", "[a](<", "[a][", "*", "* ", "- ", "1. ", "_", "`", "`a``", "~", "~~a",
		"**a *", "*a_ ", "a**b", "a*b ", "*a **a ", "_a __a ", "<", "<a ", "<!--", "<![CDATA[", "<?", "<a@", "<http:", "&", "&#", "\\", "\\\n",
		"http://", "http://a.", " http://a.b", "(http://a.b", "a@b.c ", "a@", "|", "|-", "a|b\n-|-\n", "|a\n|-\n", "\n", " ", "\t", "\n\n>", ">\n", "-\n", "- a\n", "1) a\n\n",
		"[a]: b\n", "[a]\n", "[a]:\n", "#", "# a\n", "```\n", "~~~", "    a\n", "a\n=\n", "a\n-\n", "![a](b) ", "[a](b) ", "[a](/b 'c') ", "<b>", "<b>\n", "</b>\n\n", "é", "\u0301", "a\u0301",
		"[a][a] ", "[[a]] ", "\"", "(", ")", "[](((", "[a](b\"", "~~a~~ ", "**a** ", "|a|b|\n", ">- ", "- > ", "-\t>\t", "[*a", "*[a", "a]*", "`[", "<a href='", "\x00",
	} {
		bombs[fmt.Sprintf("%q", s)] = fill(s)
	}
	bombs["wide table"] = "|" + strings.Repeat("a|", 8000) + "\n|" + strings.Repeat("-|", 8000) + "\n" + strings.Repeat("|\n", 8000)
	bombs["references"] = "[a]: /b\n\n" + fill("[a] ")[:MaxSize-10]
	bombs["unclosed then closed"] = strings.Repeat("[", 30) + strings.Repeat("a](b) [", 9000)
	bombs["open emphasis"] = strings.Repeat("*a ", 1900) + strings.Repeat("a_ ", 100)
	bombs["emphasis by paragraph"] = strings.Repeat(strings.Repeat("*a **b _c ", 600)+"\n\n", 10)
	for name, src := range bombs {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			out, problems := Render(src, Options{})
			took := time.Since(start)
			if took > limit {
				// One slow run may be the machine's; a second is ours.
				start = time.Now()
				Render(src, Options{})
				took = min(took, time.Since(start))
			}
			if took > limit {
				t.Errorf("took %v, want at most %v", took, limit)
			}
			if out == "" && len(problems) == 0 && strings.TrimSpace(src) != "" && !strings.Contains("[a]: b\n", src[:3]) && name != `"[a]:\n"` {
				t.Errorf("neither HTML nor a problem")
			}
			if took > 30*time.Millisecond {
				t.Logf("took %v, %d bytes, %d problems", took, len(out), len(problems))
			}
		})
	}
}

func TestText(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"# Title\n\nEarned by **three**\nknots, see [the `list`](/x) & more\\*.\n\nNot this.", "Earned by three knots, see the list & more*."},
		{"![a picture](/p.png) of <b>it</b>", "a picture of it"},
		{"- first\n- second", "first"},
		{"&amp;lt; &copy;", "&lt; ©"},
		{"# only a title", ""},
		{"", ""},
		{strings.Repeat(">", 1000), ""},
	} {
		if got := Text(tt.src); got != tt.want {
			t.Errorf("Text(%.60q) = %q, want %q", tt.src, got, tt.want)
		}
	}
}

func ExampleRender() {
	html, problems := Render("# Knots\n\nTie [three](javascript:x) knots.", Options{TopHeading: 2})
	fmt.Print(html)
	for _, p := range problems {
		fmt.Printf("%d:%d %s\n", p.Line, p.Column, p.Message)
	}
	// Output:
	// <h2>Knots</h2>
	// <p>Tie three knots.</p>
	// 3:5 an address of the form "javascript:" is not allowed
}

func ExampleText() {
	fmt.Println(Text("Earned by tying **three** knots.\n\nAnd so on."))
	// Output: Earned by tying three knots.
}

func BenchmarkRender(b *testing.B) {
	src := strings.Repeat("## Criteria\n\nEarned by *tying* [three](/static/x.png) knots, see https://example.org/.\n\n- one\n- two\n\n", 20)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Render(src, Options{TopHeading: 2})
	}
}

func BenchmarkText(b *testing.B) {
	src := "Earned by *tying* [three](/static/x.png) knots, see https://example.org/."
	for b.Loop() {
		Text(src)
	}
}
