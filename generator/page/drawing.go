package page

// Track is a pathway as a drawing: steps in rows that run to and fro like a
// path, and the goal at its end. Lengths are in the drawing's own units.
type Track struct {
	Width, Height int
	Line          string // the path from the first step to the goal, as SVG path data
	Stops         []Stop
}

// Stop is a step, or the goal, of a Track.
type Stop struct {
	X, Y     int // of its middle
	Number   int // from 1; 0 for the goal
	Name     string
	Lines    []string // Name in lines that fit below the stop
	Href     string
	Image    string
	Required bool
	Goal     bool
}

// Chart draws how much was awarded in each year: two bars a year. Lengths are
// in the drawing's own units.
type Chart struct {
	Width, Height int
	Base          int // where the bars stand
	Bars          []Bar
	Years         []Label
}

// Bar is the bar of one kind in one year.
type Bar struct {
	Kind                Kind
	X, Y, Width, Height int
	LabelX, LabelY      int
	Count               int
}

// Label is a word below a Chart.
type Label struct {
	X, Y int
	Year int
}
