package artwork

import (
	"encoding/base64"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
)

// svgElements lists the elements of a passive picture (SVG 2, chapters 5, 7,
// 10 to 15; Filter Effects 1). There is no element here that runs, moves,
// embeds or leads elsewhere.
var svgElements = words(`
	svg g defs symbol use title desc style
	path rect circle ellipse line polyline polygon image
	text tspan textPath
	linearGradient radialGradient stop clipPath mask pattern marker
	filter feBlend feColorMatrix feComponentTransfer feComposite feDiffuseLighting feDisplacementMap feDistantLight
	feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset
	fePointLight feSpecularLighting feSpotLight feTile`)

// svgAttributes lists the attributes that such elements may carry. Their
// values are checked as well.
var svgAttributes = words(`
	id class style href transform
	viewBox preserveAspectRatio x y width height x1 y1 x2 y2 cx cy r rx ry fx fy fr d points pathLength
	dx dy rotate textLength lengthAdjust startOffset method spacing side text-anchor
	gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity
	clipPathUnits maskUnits maskContentUnits mask-type patternUnits patternContentUnits patternTransform
	markerUnits markerWidth markerHeight orient refX refY marker marker-start marker-mid marker-end
	fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
	stroke-dasharray stroke-dashoffset opacity color display visibility overflow clip clip-path clip-rule mask filter
	paint-order vector-effect shape-rendering text-rendering image-rendering color-rendering color-interpolation
	color-interpolation-filters mix-blend-mode isolation transform-origin transform-box
	font font-family font-size font-size-adjust font-stretch font-style font-variant font-weight letter-spacing word-spacing
	text-decoration direction unicode-bidi writing-mode dominant-baseline alignment-baseline baseline-shift kerning
	filterUnits primitiveUnits in in2 result mode type values operator k1 k2 k3 k4 stdDeviation edgeMode
	flood-color flood-opacity lighting-color surfaceScale diffuseConstant specularConstant specularExponent
	radius scale xChannelSelector yChannelSelector tableValues slope intercept amplitude exponent
	azimuth elevation z pointsAtX pointsAtY pointsAtZ limitingConeAngle`)

// svgIgnored lists attributes that say nothing about the look. They are left
// out without a word.
var svgIgnored = words(`
	version baseProfile enable-background contentScriptType contentStyleType zoomAndPan role focusable lang media
	requiredFeatures requiredExtensions systemLanguage solid-color solid-opacity color-profile`)

// editors lists the namespaces in which drawing programs keep their own
// notes, and those of Open Badges: a picture that was baked before is only a
// picture here.
var editors = []string{
	"http://www.inkscape.org/", "http://sodipodi.sourceforge.net/", "http://www.w3.org/1999/02/22-rdf-syntax-ns",
	"http://purl.org/dc/", "http://creativecommons.org/ns", "http://web.resource.org/cc/", "http://ns.adobe.com/",
	"http://www.bohemiancoding.com/", "http://www.figma.com/", "http://www.serif.com/", "http://vectornator.io",
	"http://www.corel.com/", "https://boxy-svg.com", "http://svgjs.", "http://schemas.microsoft.com/visio",
	"http://openbadges.org", "https://openbadges.org", "https://purl.imsglobal.org/",
}

// active names elements that people put into SVG to make it do something.
// They are refused like any unknown element; only the words differ.
var active = words(`
	script foreignObject iframe embed object animate animateMotion animateTransform animateColor set discard mpath
	handler listener a audio video canvas link meta base feImage cursor view`)

func words(s string) []string { return strings.Fields(s) }

func ofEditor(space string) bool {
	return slices.ContainsFunc(editors, func(e string) bool { return strings.HasPrefix(space, e) })
}

// element admits the start of an element with its attributes. It returns nil
// for one that is left out or refused.
func (r *svgReader) element(start xml.StartElement, at int) *element {
	name := start.Name.Local
	switch {
	case ofEditor(start.Name.Space), name == "metadata" && start.Name.Space == nsSVG:
		r.info.Removed = append(r.info.Removed, "<"+name+">")
		return nil
	case slices.ContainsFunc(active, func(a string) bool { return strings.EqualFold(a, name) }):
		line, _ := svgPosition(r.data, at)
		r.report(at, RuleActive, "remove the element", "SVG contains active content: <%s> at line %d", name, line)
		return nil
	case start.Name.Space != nsSVG:
		r.report(at, RuleActive, "remove the element", "SVG contains <%.40s>, which is not SVG", name)
		return nil
	case !slices.Contains(svgElements, name):
		r.report(at, RuleActive, "remove the element, or save the picture as PNG", "SVG element <%.40s> is not allowed", name)
		return nil
	}
	e := &element{name: name, at: at}
	for _, a := range start.Attr {
		r.attribute(e, a)
	}
	return e
}

// attribute admits one attribute of an element.
func (r *svgReader) attribute(e *element, a xml.Attr) {
	name, value := a.Name.Local, a.Value
	lower := strings.ToLower(name)
	switch space := a.Name.Space; {
	case space == "xmlns" || space == "" && name == "xmlns", ofEditor(space), space == nsXLink && name != "href":
		return
	case space == nsXML:
		if name == "space" && value == "preserve" {
			e.attr = append(e.attr, xml.Attr{Name: a.Name, Value: value})
		}
		return
	case space == "" && (strings.HasPrefix(lower, "data-") || strings.HasPrefix(lower, "aria-") || slices.Contains(svgIgnored, name)):
		return
	case strings.HasPrefix(lower, "on"):
		line, _ := svgPosition(r.data, e.at)
		r.report(e.at, RuleActive, "remove the attribute", "SVG contains active content: %.40s on <%s> at line %d", name, e.name, line)
		return
	case space != "" && space != nsXLink, !slices.Contains(svgAttributes, name):
		r.report(e.at, RuleActive, "remove the attribute", "SVG attribute %.40q on <%s> is not allowed", name, e.name)
		return
	}
	if name != "href" && slices.ContainsFunc(e.attr, func(b xml.Attr) bool { return b.Name.Local == name }) {
		r.report(e.at, RuleFormat, "remove one of them", "SVG gives the attribute %q on <%s> twice", name, e.name)
		return
	}
	if name == "href" {
		if e.get("href") != "" {
			return // SVG 2, 16.1.1: href counts and xlink:href does not; with equal rights the first stands
		}
		r.href(e, value)
	} else if bad := passive(value); bad != "" {
		r.report(e.at, RuleActive, "remove it; url() may name a part of the same drawing: url(#id)", "SVG contains %s in %q on <%s>", bad, name, e.name)
	}
	e.attr = append(e.attr, xml.Attr{Name: xml.Name{Local: name}, Value: value})
}

var (
	fragment  = regexp.MustCompile(`^#[^\s"'()<>\\&]+$`)
	dataImage = regexp.MustCompile(`^data:image/(png|jpeg|jpg);base64,`)
)

// href admits references to parts of the same drawing, and pictures that the
// drawing carries within itself.
func (r *svgReader) href(e *element, value string) {
	value = strings.TrimSpace(value)
	if fragment.MatchString(value) && e.name != "image" {
		return
	}
	if m := dataImage.FindString(value); m != "" && e.name == "image" {
		packed := strings.Join(strings.Fields(value[len(m):]), "")
		raw, err := base64.StdEncoding.DecodeString(packed)
		if is := format(raw); err == nil && (is == "PNG" || is == "JPEG") {
			return
		}
	}
	r.report(e.at, RuleActive, "embed the picture in the drawing as PNG or JPEG, or remove it",
		"SVG refers to something outside itself: %.60q on <%s>", value, e.name)
}

// sheet admits a style sheet.
func (r *svgReader) sheet(e *element) {
	var text strings.Builder
	for _, c := range e.children {
		text.WriteString(c.text)
	}
	// At-rules load fonts and style sheets or start animations.
	bad := passive(text.String())
	if bad == "" && strings.Contains(text.String(), "@") {
		bad = "an at-rule"
	}
	if bad != "" {
		r.report(e.at, RuleActive, "remove it; url() may name a part of the same drawing: url(#id)", "SVG contains %s in <style>", bad)
	}
}

var (
	localURL = regexp.MustCompile(`(?i)url\(\s*(#[^\s"'()<>\\]+|"#[^\s"'()<>\\]+"|'#[^\s"'()<>\\]+')\s*\)`)
	loading  = regexp.MustCompile(`(?i)(url|image|image-set|cross-fade|element|src|attr|expression|paint)\s*\(`)
)

// passive returns what in a CSS value or style sheet could load or run
// something, or "". Escapes and comments could hide words from this check, so
// neither is allowed.
func passive(css string) string {
	if strings.Contains(css, `\`) {
		return "a backslash"
	}
	if strings.Contains(css, "/*") {
		return "a CSS comment"
	}
	rest := localURL.ReplaceAllString(css, " ")
	if m := loading.FindString(rest); m != "" {
		return strings.ToLower(strings.Join(strings.Fields(m), "")) + "…)"
	}
	lower := strings.ToLower(rest)
	for _, word := range []string{"@import", "javascript:", "behavior:", "behaviour:", "-moz-binding", "animation", "://", "data:"} {
		if strings.Contains(lower, word) {
			return word
		}
	}
	return ""
}

// references checks that showing every <use> does not multiply the drawing
// without bound, and that none shows itself.
func (r *svgReader) references(root *element) {
	byID := map[string]*element{}
	var index func(e *element)
	index = func(e *element) {
		if id := e.get("id"); id != "" && byID[id] == nil {
			byID[id] = e
		}
		for _, c := range e.children {
			index(c)
		}
	}
	index(root)
	cost := map[*element]int{} // -1 while being counted
	var count func(e *element, depth int) int
	count = func(e *element, depth int) int {
		switch n := cost[e]; {
		case n > 0:
			return n
		case n < 0 || depth > 4*maxDepth:
			r.report(e.at, RuleActive, "remove the <use> that shows itself", "SVG shows <%s> inside itself", e.name)
			return 1
		}
		cost[e] = -1
		n := 1
		if to := byID[strings.TrimPrefix(strings.TrimSpace(e.get("href")), "#")]; e.name == "use" && to != nil {
			n += count(to, depth+1)
		}
		for _, c := range e.children {
			n = min(n+count(c, depth+1), 10*maxElements)
		}
		cost[e] = n
		return n
	}
	if n := count(root, 0); n > maxElements {
		r.report(root.at, RuleActive, "use fewer copies", "SVG shows more than %d elements", maxElements)
	}
}
