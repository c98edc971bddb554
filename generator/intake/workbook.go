package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// workbook is an XLSX file that is being read.
type workbook struct {
	t       *Table
	parts   map[string]*zip.File
	left    int64 // bytes that may still be unpacked
	strings []string
	formats []format // of cells, by their style
	from    epoch
}

// sheet is a sheet as the workbook lists it.
type sheet struct {
	name, part string
	hidden     bool
}

// maxEntries bounds the parts of a workbook; a large one has some hundreds.
const maxEntries = 10_000

const saveAnew = "open it in your spreadsheet and save it anew as .xlsx, or as CSV"

func (t *Table) readWorkbook(data []byte, o Options) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return t.problem(Place{}, "fetch it again", "the file is damaged or was cut off")
	}
	w := &workbook{t: t, parts: map[string]*zip.File{}, left: maxUnpacked}
	if len(z.File) > maxEntries {
		return w.strange("it has more than %d parts", maxEntries)
	}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")) // parts are named without regard to case
		if w.parts[name] != nil {
			return w.strange("it has the part %q twice", f.Name)
		}
		w.parts[name] = f
	}
	main := "xl/workbook.xml"
	if rels, err := w.relations(""); err != nil {
		return err
	} else if i := slices.IndexFunc(rels, func(r relation) bool { return r.kind == "officeDocument" }); i >= 0 {
		main = rels[i].part
	}
	switch {
	case w.parts[main] == nil:
		return t.problem(Place{}, "save the spreadsheet as .xlsx or CSV", "this is a packed file, and no .xlsx workbook")
	case strings.HasSuffix(main, ".bin"):
		return t.problem(Place{}, "save it as .xlsx", "this is a binary workbook, .xlsb")
	}
	return w.read(main, o.Sheet)
}

// read reads the sheet that was named or, where none was, the only visible one
// that holds anything.
func (w *workbook) read(main, wanted string) error {
	sheets, err := w.open(main)
	if err != nil {
		return err
	}
	if wanted != "" {
		i := slices.IndexFunc(sheets, func(s sheet) bool { return strings.EqualFold(s.name, strings.TrimSpace(wanted)) })
		if i < 0 {
			return w.t.problem(Place{}, "its sheets: "+sheetNames(sheets), "there is no sheet %q", wanted)
		}
		return w.rows(sheets[i])
	}
	var used []sheet
	for _, s := range sheets {
		if s.hidden {
			continue
		}
		former := *w.t
		w.t.Rows, w.t.Hidden = nil, 0
		if err := w.rows(s); err != nil {
			return err
		}
		if len(w.t.Rows) == 0 {
			*w.t = former
			continue
		}
		if used = append(used, s); len(used) > 1 {
			w.t.Sheet = ""
			return w.t.problem(Place{}, "say which: --sheet \""+s.name+"\"", "several sheets hold something: %s", sheetNames(used))
		}
	}
	return nil
}

func sheetNames(sheets []sheet) string {
	var names []string
	for _, s := range sheets[:min(len(sheets), 20)] {
		names = append(names, s.name)
	}
	return strings.Join(names, ", ")
}

// open reads all that the sheets share.
func (w *workbook) open(main string) ([]sheet, error) {
	rels, err := w.relations(main)
	if err != nil {
		return nil, err
	}
	parts := map[string]string{}
	for _, r := range rels {
		parts[r.id] = r.part
		switch r.kind {
		case "sharedStrings":
			err = w.sharedStrings(r.part)
		case "styles":
			err = w.styles(r.part)
		}
		if err != nil {
			return nil, err
		}
	}
	var sheets []sheet
	err = w.walk(main, func(start xml.StartElement, _ *element) error {
		switch start.Name.Local {
		case "workbookPr":
			if on := attr(start, "date1904"); on == "1" || on == "true" {
				w.from = epoch1904
			}
		case "sheet":
			s := sheet{name: attr(start, "name"), part: parts[attr(start, "id")], hidden: strings.HasSuffix(strings.ToLower(attr(start, "state")), "hidden")}
			if w.parts[s.part] != nil && !strings.Contains(s.part, "chartsheet") {
				sheets = append(sheets, s)
			}
		}
		return nil
	})
	if err == nil && len(sheets) == 0 {
		err = w.strange("it has no sheet")
	}
	return sheets, err
}

// relation is what a part has to do with another.
type relation struct{ id, kind, part string }

// relations reads to which parts a part relates (Open Packaging Conventions,
// §9.3). The empty name is the package.
func (w *workbook) relations(of string) ([]relation, error) {
	dir, base := path.Split(of)
	name := dir + "_rels/" + base + ".rels"
	if w.parts[name] == nil {
		return nil, nil
	}
	var all []relation
	err := w.walk(name, func(start xml.StartElement, _ *element) error {
		if start.Name.Local != "Relationship" || strings.EqualFold(attr(start, "TargetMode"), "External") {
			return nil
		}
		to := attr(start, "Target")
		if !strings.HasPrefix(to, "/") {
			to = path.Join("/", dir, to)
		}
		all = append(all, relation{id: attr(start, "Id"), kind: path.Base(attr(start, "Type")), part: strings.ToLower(strings.TrimPrefix(path.Clean(to), "/"))})
		return nil
	})
	return all, err
}

// sharedStrings reads the texts that cells refer to.
func (w *workbook) sharedStrings(part string) error {
	var text strings.Builder
	return w.walk(part, func(start xml.StartElement, e *element) error {
		if start.Name.Local != "si" {
			return nil
		}
		if len(w.strings) > 2*MaxCells {
			return w.strange("it has more than %d texts", 2*MaxCells)
		}
		text.Reset()
		if err := e.text(&text); err != nil {
			return err
		}
		w.strings = append(w.strings, text.String())
		return nil
	})
}

// styles reads which styles of cells show a date.
func (w *workbook) styles(part string) error {
	own := map[int]format{}
	return w.walk(part, func(start xml.StartElement, e *element) error {
		switch {
		case start.Name.Local == "numFmt":
			if id, err := strconv.Atoi(attr(start, "numFmtId")); err == nil && len(own) < 1<<16 {
				own[id] = formatOf(attr(start, "formatCode"))
			}
		case start.Name.Local == "xf" && e.inside("cellXfs"):
			if len(w.formats) >= 1<<16 {
				return w.strange("it has too many styles")
			}
			id, err := strconv.Atoi(attr(start, "numFmtId"))
			f, known := own[id]
			if err == nil && !known {
				f = builtIn(id)
			}
			w.formats = append(w.formats, f)
		}
		return nil
	})
}

// strange is a workbook that no spreadsheet makes.
func (w *workbook) strange(format string, args ...any) error {
	return w.t.problem(Place{}, saveAnew, "this workbook cannot be read: "+format, args...)
}

// walk visits every element of a part. visit may go over what is in it.
func (w *workbook) walk(part string, visit func(start xml.StartElement, e *element) error) error {
	f := w.parts[part]
	if f == nil {
		return w.strange("the part %q is missing", part)
	}
	packed, err := f.Open()
	if err != nil {
		return w.strange("its part %q is packed in a way that is not known", part)
	}
	defer packed.Close()
	e := &element{meter: &meter{from: packed, left: &w.left}}
	e.d = xml.NewDecoder(e.meter)
	for {
		token, err := e.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if start, ok := token.(xml.StartElement); ok && err == nil {
			err = visit(start, e)
		}
		switch p := (*Problem)(nil); {
		case err == nil:
		case errors.As(err, &p):
			return err
		case errors.Is(err, errUnpacked):
			return w.t.problem(Place{}, "save the sheet with the rows that matter as a file of its own", "unpacked it is larger than %d MiB", maxUnpacked>>20)
		default:
			return w.strange("its part %q is damaged", part)
		}
	}
}
