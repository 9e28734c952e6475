package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

const (
	maxUpload  = 32 << 20 // bytes of all files of an upload
	maxUploads = 4        // at once
)

// allocations is a table, and the other kinds of files are documents.
const allocations = "allocations"

// upload is the answer to files: what is wrong with each, and what became of them.
type upload struct {
	Files   []checked `json:"files"`
	Stored  bool      `json:"stored"`
	Message string    `json:"message,omitempty"`
	// Problems are those of the records as a whole, once each file is read.
	Problems validate.Violations `json:"problems"`
}

// checked is one file and every problem of it.
type checked struct {
	File     string              `json:"file"`
	Kind     string              `json:"kind"`
	Problems validate.Violations `json:"problems"`
	text     []byte
}

func uploadForm(*indexes, *http.Request) (page, error) {
	return page{"upload", "Check and upload", upload{}}, nil
}

// upload checks files, answers with every problem, and stores them together when they
// have no error, or when the client asked to keep the sound part. With replace=all the
// records of the programme so far are dropped: its own takes its place in one step.
func (s *server) upload(w http.ResponseWriter, r *http.Request) {
	select {
	case s.uploads <- struct{}{}:
		defer func() { <-s.uploads }()
	default:
		w.Header().Set("Retry-After", "10")
		s.fail(w, r, problem{http.StatusServiceUnavailable, errors.New("others are uploading: try again in a moment")})
		return
	}
	files, err := received(w, r)
	if err != nil {
		s.fail(w, r, err)
		return
	}

	s.writing.Lock()
	defer s.writing.Unlock()
	var next records
	if r.FormValue("replace") != "all" {
		next = s.now.Load().records
	} else if files[0].Kind != "programme" {
		s.fail(w, r, badRequest(errors.New("a new programme begins with its definition: send the document programme too")))
		return
	}
	u, whole := upload{Files: files}, true
	for i := range u.Files {
		var sound bool
		u.Files[i].Problems, sound = take(&next, u.Files[i].Kind, u.Files[i].text)
		whole = whole && (sound || r.FormValue("keep") == "sound" && size(next, u.Files[i].Kind) > 0)
	}
	name, status := s.now.Load().programme.Name(), http.StatusUnprocessableEntity
	u.Message = "Nothing was stored."
	if whole {
		built, err := build(next)
		switch u.Problems = validate.Of(err); {
		case err == nil:
			if err := s.store.save(r.Context(), next); err != nil {
				s.fail(w, r, err)
				return
			}
			s.now.Store(built)
			name, status = built.programme.Name(), http.StatusOK
			u.Stored, u.Message = true, "Stored. Pages from now on show it."
		case u.Problems.Len() == 0:
			s.fail(w, r, err)
			return
		default:
			u.Message = "Nothing was stored: the records do not fit together."
		}
	}
	s.write(w, r, status, name, page{"upload", "Check and upload", u})
}

// received reads the files of a form, the programme first: the others are read
// against it.
func received(w http.ResponseWriter, r *http.Request) ([]checked, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	err := r.ParseMultipartForm(maxUpload)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, problem{http.StatusRequestEntityTooLarge, fmt.Errorf("an upload has at most %d MiB", maxUpload>>20)}
	case err != nil || len(r.MultipartForm.File["file"]) == 0:
		return nil, badRequest(errors.New("send a form with a file"))
	}
	defer r.MultipartForm.RemoveAll()
	var files []checked
	for _, header := range r.MultipartForm.File["file"] {
		f, err := read(header)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(files, func(o checked) bool { return o.Kind == f.Kind }) {
			return nil, badRequest(fmt.Errorf("%q: there is another file of %s; send one", f.File, f.Kind))
		}
		files = append(files, f)
	}
	order := func(f checked) int {
		if f.Kind == allocations { // after the ledger that it belongs to
			return len(documents)
		}
		return slices.IndexFunc(documents, func(d document) bool { return d.name == f.Kind })
	}
	slices.SortStableFunc(files, func(a, b checked) int { return order(a) - order(b) })
	return files, nil
}

// read reads one file and finds out what it is: a document says so, and a table is one
// of allocations.
func read(header *multipart.FileHeader) (checked, error) {
	f := checked{File: header.Filename, Kind: allocations}
	file, err := header.Open()
	if err != nil {
		return f, err
	}
	defer file.Close()
	if f.text, err = io.ReadAll(file); err != nil || !bytes.HasPrefix(bytes.TrimLeft(f.text, "\ufeff \t\r\n"), []byte("{")) {
		return f, err
	}
	said, formats := formatWord.FindSubmatch(f.text), []string(nil)
	for _, d := range documents {
		if said != nil && string(said[1]) == d.format {
			f.Kind = d.name
			return f, nil
		}
		formats = append(formats, d.format)
	}
	return f, badRequest(fmt.Errorf("%q is no document that is known here: its format is to be one of %s", f.File, strings.Join(formats, ", ")))
}

var formatWord = regexp.MustCompile(`"format"\s*:\s*"([^"]*)"`)

// take replaces one kind of records by those of a file. It returns every problem, and
// whether none is more than a warning; the records are the sound ones.
func take(next *records, kind string, text []byte) (validate.Violations, bool) {
	if kind == allocations {
		programme, err := caremodel.NewProgramme(next.definition)
		if err != nil {
			return validate.Of(err), false
		}
		ledger := next.ledger
		ledger.Allocations = nil
		problems := funding.ValidateAllocationsCSV(bytes.NewReader(text), programme, ledger)
		next.ledger.Allocations, err = funding.ReadAllocationsCSV(bytes.NewReader(text), programme)
		return problems, errors.Join(problems.Err(), err) == nil
	}
	for _, d := range documents {
		if d.name == kind {
			err := d.read(next, bytes.NewReader(text))
			return validate.Of(err), err == nil
		}
	}
	return validate.Violations{}, false
}

// size is how many records of a kind there are.
func size(r records, kind string) int {
	for _, d := range documents {
		if d.name == kind {
			return d.size(r)
		}
	}
	return len(r.ledger.Allocations)
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
