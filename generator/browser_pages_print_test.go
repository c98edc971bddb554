package generator

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
)

// paper is what comes out of a printer, in inches as it stands.
type paper struct {
	name          string
	width, height float64
}

func papers() []paper {
	return []paper{{"A4", 210 / 25.4, 297 / 25.4}, {"Letter", 8.5, 11}}
}

// printed lists the awards that are printed: of each kind, what is hard; with
// SEALPRESS_LONG every one of the site that stands.
func (s hard) printed() []badge.Key {
	if os.Getenv("SEALPRESS_LONG") != "" {
		var all []badge.Key
		for _, e := range s.passed.Awards() {
			if e.Decided.State == badge.Standing && s.id(e.Key) == e.ID {
				all = append(all, e.Key)
			}
		}
		return all
	}
	return []badge.Key{standing, expired, hostedOnly, hardMicro + longHolder, hardMicro + arabHolder, hardMicro + muchProof, hardBadge + longHolder, hardBadge + chinaHolder, "2025-11-vhf-radio/r2", "2026-06-quay-volunteers/q2"}
}

var (
	pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)
	pdfSize = regexp.MustCompile(`/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]`)
)

// An award prints as one lying sheet of A4 or Letter, whatever its name and
// holder, and everything on the sheet has its place.
func TestAwardPrintsOnOneSheet(t *testing.T) {
	s := hardSite(t)
	w := s.watch(t)
	yes := true
	for _, key := range s.printed() {
		for _, language := range pageLanguages() {
			k := pageKind{"award " + string(key), address.Award(s.id(key)), false}
			w.show(k, look{language, "light", 1280})
			for _, p := range papers() {
				name := fmt.Sprintf("%s in %s on %s", key, language, p.name)
				out, err := chromedp.Call(w, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PaperWidth: p.width, PaperHeight: p.height, PreferCSSPageSize: &yes, PrintBackground: &yes})
				must(t, err)
				if n := len(pdfPage.FindAll(out.Data, -1)); n != 1 {
					t.Errorf("%s takes %d sheets", name, n)
				}
				if !lies(out.Data, p) {
					t.Errorf("%s: the PDF is not a lying sheet of the paper: %s", name, pdfSize.Find(out.Data))
				}
			}
			for _, p := range papers() {
				for _, e := range w.sheet(p) {
					t.Errorf("%s in %s on %s: %s", key, language, p.name, e)
				}
			}
			w.prefer("light") // on the screen again
		}
	}
}

// lies reports whether a PDF is as large as the paper, turned; in points,
// which browsers round.
func lies(pdf []byte, p paper) bool {
	size := pdfSize.FindSubmatch(pdf)
	if size == nil {
		return false
	}
	wide, err1 := strconv.ParseFloat(string(size[1]), 64)
	high, err2 := strconv.ParseFloat(string(size[2]), 64)
	return err1 == nil && err2 == nil && math.Abs(wide-p.height*72) < 1 && math.Abs(high-p.width*72) < 1
}

// sheet lays the page out as for paper, and names what is missing from the
// sheet, leaves it, or stands on something else.
func (w *watched) sheet(p paper) []string {
	w.t.Helper()
	w.resize(int64(p.height*96), int64(p.width*96))
	_, err := chromedp.Call(w, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	must(w.t, err)
	return run[[]string](w.browser, `(async () => {
		await document.fonts.ready;
		const out = [], sheet = document.querySelector(".sheet"), frame = sheet.getBoundingClientRect();
		const blocks = [".certificate-head", ".sheet-kind", "h1", ".holder", ".sheet-facts", ".certificate-facts", ".meaning", ".sheet > .status", ".certificate"];
		const boxes = [];
		for (const b of blocks) {
			const e = sheet.querySelector(b);
			if (!e) { if (b !== ".certificate-facts") out.push(b + " is missing"); continue; }
			if (!e.checkVisibility() || !e.innerText.trim()) { out.push(b + " is not printed"); continue; }
			const range = document.createRange();
			range.selectNodeContents(e);
			boxes.push([b, range.getBoundingClientRect()]);
		}
		const art = sheet.querySelector(".art");
		if (art) boxes.push([".art", art.getBoundingClientRect()]);
		const edge = 9 * 96 / 25.4; // the frame that is drawn
		for (const [b, r] of boxes) {
			if (r.top < frame.top + edge || r.bottom > frame.bottom - edge || r.left < frame.left + edge || r.right > frame.right - edge) out.push(b + " leaves the frame: " + [r.left, r.top, r.right, r.bottom].map(Math.round) + " on " + [frame.right, frame.bottom].map(Math.round));
		}
		for (const [i, [a, r]] of boxes.entries()) for (const [b, q] of boxes.slice(0, i)) {
			if (Math.min(r.bottom, q.bottom) - Math.max(r.top, q.top) > 2 && Math.min(r.right, q.right) - Math.max(r.left, q.left) > 2) out.push(a + " and " + b + " stand on each other: " + [r.top, r.bottom, q.top, q.bottom].map(Math.round));
		}
		const said = sheet.innerText;
		const address = document.querySelector("[data-share]")?.dataset.share;
		if (!address || !said.includes(address)) out.push("the sheet does not name its address " + address);
		if (!said.includes(document.querySelector("h1").innerText) || !said.includes(document.querySelector(".holder-name").innerText)) out.push("the sheet does not name what and whose it is");
		return out;
	})()`)
}
