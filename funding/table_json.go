package funding

import (
	"bytes"
	"encoding/json"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

// MarshalJSON returns the table as an object: "dimensions", the list of their
// words; "rows", each as a [Summary], with the slug and the name of its vanguard
// beside the key; and "total", the Summary of all. What is not known is left out.
func (t Table) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(`{"dimensions":`)
	dims := t.Dimensions()
	if dims == nil {
		dims = []Dimension{}
	}
	text, err := json.Marshal(dims)
	if err != nil {
		return nil, err
	}
	b.Write(text)
	b.WriteString(`,"rows":[`)
	first := true
	for r := range t.Rows() {
		if !first {
			b.WriteByte(',')
		}
		first = false
		row, err := named(t.programme(), r.Key, Summary{r, t.Vanguards(r.Key)})
		if err != nil {
			return nil, err
		}
		b.Write(row)
	}
	b.WriteString(`],"total":`)
	total, err := json.Marshal(t.summary())
	if err != nil {
		return nil, err
	}
	b.Write(total)
	b.WriteByte('}')
	return b.Bytes(), nil
}

// named returns a row as a JSON object, with the slug and the name of its vanguard
// if it has one.
func named(p *caremodel.Programme, k Key, row any) ([]byte, error) {
	object, err := json.Marshal(row)
	if err != nil || k.Vanguard.IsZero() {
		return object, err
	}
	return tabular.Splice(object, vanguardFields(p, k)...)
}

// vanguardFields are the slug and the name of a key's vanguard, if it has one.
func vanguardFields(p *caremodel.Programme, k Key) []tabular.Field {
	if k.Vanguard.IsZero() {
		return nil
	}
	v, _ := p.Vanguard(k.Vanguard)
	return []tabular.Field{{Name: "slug", Text: v.Slug}, {Name: "name", Text: v.Name}}
}
