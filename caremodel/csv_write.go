package caremodel

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// WriteCSV writes the definition's vanguards as a table that [ReadVanguardsCSV]
// reads: a header with every column, one row a vanguard, and one more for each further
// source, in the order of the definition.
//
// Partners have a table of their own ([Definition.WritePartnersCSV]); initiatives and
// what is not of a vanguard stand in JSON alone. Blanks at the ends of a text are lost
// in reading. A semicolon in an alias is an error of code [validate.Format].
//
// Cells are text as it stands. A spreadsheet takes one that begins with =, +, - or @
// for a formula: import the columns as text where names are not your own.
func (d Definition) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write(vanguardColumns) // an error stays until Flush
	for i := range d.Vanguards {
		v := &d.Vanguards[i]
		head, err := vanguardCells(v)
		if err != nil {
			return err
		}
		if err := writeSources(out, head, v.Sources); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WritePartnersCSV writes the partners of the definition's vanguards as a table that
// [ReadPartnersCSV] reads, each vanguard by its slug; [Definition.WriteCSV] says the
// rest.
func (d Definition) WritePartnersCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write(partnerColumns)
	for i := range d.Vanguards {
		for _, p := range d.Vanguards[i].Partners {
			head := []string{d.Vanguards[i].Slug, p.Organisation, string(p.Kind), string(p.Code)}
			sources := p.Sources
			if len(sources) == 0 {
				sources = make([]Source, 1)
			}
			for _, s := range sources {
				if err := writeSource(out, head, s); err != nil {
					return err
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}

// vanguardCells returns what stands in a vanguard's columns before its source's.
func vanguardCells(v *Vanguard) ([]string, error) {
	for _, alias := range v.Aliases {
		if strings.Contains(alias, separator) {
			return nil, fault.New("caremodel.Definition.WriteCSV", validate.Format, alias, "an alias in a table cannot have a semicolon")
		}
	}
	practices := ""
	if v.GPPractices != 0 {
		practices = strconv.Itoa(v.GPPractices)
	}
	return []string{
		v.Slug, v.Name, v.ID.String(), strings.Join(v.Aliases, separator), string(v.Category), v.Wave, v.Announced.String(), v.Area, v.Region, v.Host,
		v.PartnerList.LogValue().String(), practices, v.Stage.LogValue().String(), v.MergedInto.String(),
	}, nil
}

// writeSources writes a row with the head and the first source, and one with the slug
// alone for each further source.
func writeSources(out *csv.Writer, head []string, sources []Source) error {
	if len(sources) == 0 {
		sources = make([]Source, 1)
	}
	for i, s := range sources {
		if i > 0 {
			head = append([]string{head[0]}, make([]string, len(head)-1)...)
		}
		if err := writeSource(out, head, s); err != nil {
			return err
		}
	}
	return nil
}

func writeSource(out *csv.Writer, head []string, s Source) error {
	row := append(head[:len(head):len(head)], s.Title, s.Publisher, s.URL, s.Published.String(), strings.Join(s.For, separator))
	return out.Write(row)
}
