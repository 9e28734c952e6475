package main

import (
	"database/sql"
	"encoding/json"
)

// scopeText returns the scope of a published figure as the library's own JSON: it
// is a question and not data to join with.
func scopeText[F any](w *writer, filter F) string {
	text, err := json.Marshal(filter)
	if w.err == nil {
		w.err = err
	}
	return string(text)
}

// scope returns where a column with a scope goes.
func scope[F any](into *F) sql.Scanner {
	return column(func(src any) error {
		var text []byte
		switch src := src.(type) {
		case string:
			text = []byte(src)
		case []byte:
			text = src
		}
		var filter F
		if err := json.Unmarshal(text, &filter); err != nil {
			return err
		}
		*into = filter
		return nil
	})
}
