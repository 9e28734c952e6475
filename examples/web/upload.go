package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// maxUpload is how many bytes an upload may have.
const maxUpload = 32 << 20

// allocations is an upload of a table; the others are documents by their name.
const allocations = "allocations"

// upload is the answer to a file: what is wrong with it, and what became of it.
type upload struct {
	Kinds    []string            `json:"-"`
	File     string              `json:"file,omitempty"`
	Kind     string              `json:"kind,omitempty"`
	Stored   bool                `json:"stored"`
	Message  string              `json:"message,omitempty"`
	Problems validate.Violations `json:"problems"`
}

func kinds() []string {
	out := []string{allocations}
	for _, d := range documents {
		out = append(out, d.name)
	}
	return out
}

func uploadForm(*indexes, *http.Request) (page, error) {
	return page{"upload", "Check and upload", upload{Kinds: kinds()}}, nil
}

// upload checks a file, answers with every problem, and stores it when it has no
// error, or when the client asked to keep the sound part of it.
func (s *server) upload(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	file, header, err := r.FormFile("file")
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		s.fail(w, r, problem{http.StatusRequestEntityTooLarge, fmt.Errorf("a file has at most %d MiB", maxUpload>>20)})
		return
	case err != nil:
		s.fail(w, r, badRequest(errors.New("send a form with a file")))
		return
	}
	defer file.Close()
	defer r.MultipartForm.RemoveAll()
	text, err := io.ReadAll(file)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	u := upload{Kinds: kinds(), File: header.Filename, Kind: r.FormValue("kind")}
	if !slices.Contains(u.Kinds, u.Kind) {
		s.fail(w, r, badRequest(fmt.Errorf("%q is no kind of file: choose one of %q", u.Kind, u.Kinds)))
		return
	}

	s.writing.Lock()
	defer s.writing.Unlock()
	next := s.now.Load().records
	u.Problems, err = s.take(&next, u.Kind, text)
	status := http.StatusOK
	switch {
	case err != nil && r.FormValue("keep") != "sound":
		status = http.StatusUnprocessableEntity
		u.Message = "Nothing was stored."
	default:
		built, err := build(next)
		if err != nil {
			u.Problems = validate.Join(u.Problems, validate.Of(err))
			status = http.StatusUnprocessableEntity
			u.Message = "Nothing was stored: what is left breaks a rule as a whole."
			break
		}
		if err := s.store.save(r.Context(), next); err != nil {
			s.fail(w, r, err)
			return
		}
		s.now.Store(built)
		u.Stored = true
		u.Message = "Stored. Pages from now on show it."
	}
	s.write(w, r, status, page{"upload", "Check and upload", u})
}

// take replaces one kind of records by those of a file. It returns every problem,
// and an error when one of them is more than a warning; the records are then the
// sound ones.
func (s *server) take(next *records, kind string, text []byte) (validate.Violations, error) {
	if kind == allocations {
		programme := s.now.Load().programme
		ledger := next.ledger
		ledger.Allocations = nil
		problems := funding.ValidateAllocationsCSV(bytes.NewReader(text), programme, ledger)
		var err error
		next.ledger.Allocations, err = funding.ReadAllocationsCSV(bytes.NewReader(text), programme)
		return problems, errors.Join(problems.Err(), err)
	}
	for _, d := range documents {
		if d.name == kind {
			err := d.read(next, bytes.NewReader(text))
			return validate.Of(err), err
		}
	}
	return validate.Violations{}, errors.New("no such kind")
}

// download sends one part of the records in the library's wire format.
func (s *server) download(w http.ResponseWriter, r *http.Request) {
	x := s.now.Load()
	for _, d := range documents {
		if r.PathValue("name") != d.name+".json" {
			continue
		}
		var b bytes.Buffer
		if err := d.write(x.records, &b); err != nil {
			s.fail(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Disposition", `attachment; filename="`+d.name+`.json"`)
		if _, err := b.WriteTo(w); err != nil {
			s.log.DebugContext(r.Context(), "client went away", "error", err)
		}
		return
	}
	s.fail(w, r, notFound(errors.New("there is no such part of the records")))
}
