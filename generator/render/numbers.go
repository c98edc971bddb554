package render

import (
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/page"
)

// fewest is how many awards of a kind must stand behind a year's number before
// it is shown unasked: a small number tells who knows one of them about the
// others.
const fewest = 10

// numbers counts the awards that stand or stood, by year and kind, where the
// site shows that. Newest year first.
func (s *site) numbers() ([]page.Year, page.Chart) {
	wanted := s.Catalog.Site.Privacy.Numbers
	if wanted == badge.NoNumbers {
		return nil, page.Chart{}
	}
	byYear := map[int]*page.Year{}
	for _, e := range s.Awards() {
		if e.Decided.State == badge.Revoked || e.Decided.State == badge.Erased {
			continue
		}
		year := int(e.Awarded.Year)
		y := byYear[year]
		if y == nil {
			y = &page.Year{Year: year}
			byYear[year] = y
		}
		if e.Achievement.Kind == badge.MicroCredential {
			y.MicroCredentials++
		} else {
			y.Badges++
		}
	}
	var years []page.Year
	for _, y := range byYear {
		if wanted != badge.AllNumbers && (small(y.Badges) || small(y.MicroCredentials)) {
			return nil, page.Chart{}
		}
		years = append(years, *y)
	}
	slices.SortFunc(years, func(a, b page.Year) int { return b.Year - a.Year })
	for i := 0; i+1 < len(years); i++ { // a year without awards has its place
		if years[i].Year-1 > years[i+1].Year {
			years = slices.Insert(years, i+1, page.Year{Year: years[i].Year - 1})
		}
	}
	return years, chart(years)
}

func small(n int) bool { return n > 0 && n < fewest }

// numbersDigest changes when the numbers would.
func (s *site) numbersDigest() digest {
	if s.counting {
		return digest{}
	}
	years, _ := s.numbers()
	return s.sum(years)
}

// The measures of a chart.
const (
	chartHeight = 180 // of the tallest bar
	chartTop    = 24  // for the number above it
	chartFoot   = 28  // for the year below
	barWidth    = 36
	barGap      = 6
	yearWidth   = 2*barWidth + barGap + 34
	mostYears   = 8 // in one chart
)

// chart draws the newest years, the oldest of them first.
func chart(years []page.Year) page.Chart {
	years = slices.Clone(years[:min(len(years), mostYears)])
	slices.Reverse(years)
	top := 1
	for _, y := range years {
		top = max(top, y.Badges, y.MicroCredentials)
	}
	c := page.Chart{Width: yearWidth * len(years), Height: chartTop + chartHeight + chartFoot, Base: chartTop + chartHeight}
	for i, y := range years {
		x := i*yearWidth + (yearWidth-2*barWidth-barGap)/2
		for _, b := range []struct {
			kind  page.Kind
			count int
		}{{page.Badge, y.Badges}, {page.MicroCredential, y.MicroCredentials}} {
			if b.count > 0 {
				h := max(2, b.count*chartHeight/top)
				c.Bars = append(c.Bars, page.Bar{Kind: b.kind, X: x, Y: c.Base - h, Width: barWidth, Height: h, LabelX: x + barWidth/2, LabelY: c.Base - h - 7, Count: b.count})
			}
			x += barWidth + barGap
		}
		c.Years = append(c.Years, page.Label{X: i*yearWidth + yearWidth/2, Y: c.Base + 20, Year: y.Year})
	}
	return c
}
