package tabular

import "encoding/json"

// Splice returns a JSON object with more fields in front. Blank texts are left
// out.
func Splice(object []byte, fields ...Field) ([]byte, error) {
	out := []byte{'{'}
	for _, f := range fields {
		if f.Text == "" {
			continue
		}
		for _, part := range [...]string{f.Name, f.Text} {
			text, err := json.Marshal(part)
			if err != nil {
				return nil, err
			}
			out = append(append(out, text...), ':')
		}
		out[len(out)-1] = ','
	}
	if string(object) == "{}" && len(out) > 1 {
		out[len(out)-1] = '}'
		return out, nil
	}
	return append(out, object[1:]...), nil
}

// Field is a field of a JSON object.
type Field struct{ Name, Text string }
