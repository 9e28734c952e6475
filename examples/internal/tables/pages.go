package tables

import (
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

// everything fits on a page that scrolls.
func everything(block) bool { return true }

// WriteMarkdown writes a report for a document. Whatever a text holds, Markdown
// shows it as it is.
func (r Report) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", tabular.Literal(r.Title))
	for _, t := range r.shown() {
		fmt.Fprintf(&b, "\n## %s\n", tabular.Literal(t.Title))
		for _, remark := range t.Remarks {
			fmt.Fprintf(&b, "\n%s\n", tabular.Literal(remark))
		}
		if len(t.Rows) > 0 {
			b.WriteString("\n")
			if err := t.WriteMarkdown(&b); err != nil {
				return err
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteMarkdown writes the table alone, as people see it.
func (t Table) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	for i, block := range t.blocks(everything) {
		if i > 0 {
			b.WriteString("\n")
		}
		if block.heading != "" {
			fmt.Fprintf(&b, "### %s\n\n", tabular.Literal(block.heading))
		}
		if err := block.table().WriteMarkdown(&b); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (b block) table() tabular.Table {
	rows := make([][]tabular.Cell, len(b.rows))
	for i, row := range b.rows {
		for _, text := range row {
			rows[i] = append(rows[i], tabular.Same(text))
		}
	}
	return tabular.Table{Columns: b.columns, Rows: slices.Values(rows)}
}

// WriteHTML writes a report as one page that needs no other file and no script.
func (r Report) WriteHTML(w io.Writer) error {
	type part struct {
		Heading string
		Columns []tabular.Column
		Rows    [][]string
	}
	type section struct {
		Name, Title string
		Remarks     []string
		Parts       []part
	}
	data := struct {
		Title    string
		Sections []section
	}{Title: Plain(r.Title)}
	for _, t := range r.shown() {
		s := section{Name: t.Name, Title: t.Title, Remarks: t.Remarks}
		for _, b := range t.blocks(everything) {
			if len(b.rows) > 0 {
				s.Parts = append(s.Parts, part{b.heading, b.columns, b.rows})
			}
		}
		data.Sections = append(data.Sections, s)
	}
	return html.Execute(w, data)
}

var html = template.Must(template.New("report").Funcs(template.FuncMap{"plain": Plain}).Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #222; background: #fff }
div { overflow-x: auto }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { padding: .25rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid #ccc }
th { border-bottom: 2px solid #222 }
.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
<nav><ul>
{{- range .Sections}}
<li><a href="#{{.Name}}">{{plain .Title}}</a></li>
{{- end}}
</ul></nav>
{{- range .Sections}}
<section id="{{.Name}}">
<h2>{{plain .Title}}</h2>
{{- range .Remarks}}
<p>{{plain .}}</p>
{{- end}}
{{- range .Parts}}
{{- with .Heading}}
<h3>{{.}}</h3>
{{- end}}
<div tabindex="0">
<table>
<thead><tr>{{range .Columns}}<th scope="col"{{if .Figure}} class="figure"{{end}}>{{.Head}}</th>{{end}}</tr></thead>
<tbody>
{{- $columns := .Columns}}
{{- range .Rows}}
<tr>{{range $i, $text := .}}<td{{if (index $columns $i).Figure}} class="figure"{{end}}>{{$text}}</td>{{end}}</tr>
{{- end}}
</tbody>
</table>
</div>
{{- end}}
</section>
{{- end}}
</body>
</html>
`))
