package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// server answers requests. Readers take the indexes of the day from an atomic
// pointer and need no lock; writers take turns.
type server struct {
	now     atomic.Pointer[indexes]
	writing sync.Mutex
	uploads chan struct{} // one for each that is being read: they are held in memory
	store   *store
	log     *slog.Logger
	handler http.Handler
}

//go:embed templates static
var files embed.FS

// newServer serves what the store holds, or else the embedded programme.
func newServer(ctx context.Context, store *store, log *slog.Logger) (*server, error) {
	s := &server{store: store, log: log, uploads: make(chan struct{}, maxUploads)}
	r, stored, err := store.load(ctx)
	if err != nil {
		return nil, err
	}
	if !stored {
		r = embedded()
	}
	built, err := build(r)
	if err != nil {
		return nil, err
	}
	s.now.Store(built)

	mux := http.NewServeMux()
	mux.Handle("GET /static/style.css", http.FileServerFS(files))
	mux.HandleFunc("GET /{$}", s.show(programmePage))
	mux.HandleFunc("GET /find", s.show(findPage))
	mux.HandleFunc("GET /vanguards/{slug}", s.show(vanguardPage))
	mux.HandleFunc("GET /money", s.show(moneyPage))
	mux.HandleFunc("GET /people", s.show(peoplePage))
	mux.HandleFunc("GET /results", s.show(resultsPage))
	mux.HandleFunc("GET /charts/{name}", s.chart)
	mux.HandleFunc("GET /records/{name}", s.download)
	mux.HandleFunc("GET /upload", s.show(uploadForm))
	mux.HandleFunc("POST /upload", s.upload)
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			s.fail(w, r, problem{http.StatusMethodNotAllowed, errors.New("pages are read; only the page Upload takes a form")})
			return
		}
		s.fail(w, r, notFound(errors.New("there is no such page")))
	})
	s.handler = s.logged(secured(http.NewCrossOriginProtection().Handler(mux)))
	return s, nil
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// page is what one request shows: a template's name for people, and the value that
// is the same as JSON.
type page struct {
	Template string `json:"-"`
	Title    string `json:"title"`
	Data     any    `json:"data"`
}

// problem is an error with the status of its answer.
type problem struct {
	status int
	error
}

func (p problem) Unwrap() error { return p.error }

func badRequest(err error) error { return problem{http.StatusBadRequest, err} }
func notFound(err error) error   { return problem{http.StatusNotFound, err} }

// show answers with a page that is made of the indexes and the address alone.
func (s *server) show(make func(*indexes, *http.Request) (page, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		x := s.now.Load()
		p, err := make(x, r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.write(w, r, http.StatusOK, x.programme.Name(), p)
	}
}

// fail answers with an error: what the library says is wrong goes to the client,
// anything else to the log.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var p problem
	if !errors.As(err, &p) {
		s.log.ErrorContext(r.Context(), "request failed", "path", r.URL.Path, "error", err)
		p = problem{http.StatusInternalServerError, errors.New("something went wrong here; it has been logged")}
	}
	title := http.StatusText(p.status)
	if p.status == http.StatusBadRequest {
		title = "This cannot be answered"
	}
	s.write(w, r, p.status, s.now.Load().programme.Name(), page{"error", title, failure{message(p.error), validate.Of(p.error)}})
}

type failure struct {
	Message  string              `json:"message"`
	Problems validate.Violations `json:"problems"`
}

// message is an error for people: what the library says is wrong, without the name of
// its function.
func message(err error) string {
	found := validate.Of(err)
	if found.Len() == 0 {
		return err.Error()
	}
	var parts []string
	for v := range found.All() {
		text := v.Detail
		if v.Value != "" {
			text = v.Value + ": " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"query": withQuery,
	"menu": func(name, words string, choices []choice) any {
		return struct {
			Name, Words string
			Choices     []choice
		}{name, words, choices}
	},
	"people":  grouped,
	"inwords": inWords,
	"picture": func(name, alt string) any { return struct{ Name, Alt string }{name, alt} },
}).ParseFS(files, "templates/*.html"))

// write renders the whole answer before its first byte, so that a page is never
// torn: either all of it is sent or an error. The name is that of the programme which
// the page is about.
func (s *server) write(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	var b bytes.Buffer
	kind := "text/html; charset=utf-8"
	var err error
	if wantsJSON(r) {
		kind = "application/json"
		out := json.NewEncoder(&b)
		out.SetIndent("", "  ")
		err = out.Encode(p)
	} else {
		err = templates.ExecuteTemplate(&b, "layout.html", struct {
			page
			Name    string
			Request *http.Request
			Content func() (template.HTML, error)
		}{p, name, r, func() (template.HTML, error) {
			var inner bytes.Buffer
			err := templates.ExecuteTemplate(&inner, p.Template+".html", p)
			return template.HTML(inner.String()), err
		}})
		b = *bytes.NewBuffer(visible(b.Bytes()))
	}
	if err != nil {
		s.log.ErrorContext(r.Context(), "page cannot be rendered", "path", r.URL.Path, "error", err)
		http.Error(w, "something went wrong here; it has been logged", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Add("Vary", "Accept")
	w.WriteHeader(status)
	if _, err := b.WriteTo(w); err != nil {
		s.log.DebugContext(r.Context(), "client went away", "error", err)
	}
}

// visible returns a page on which characters that nobody sees, such as marks that turn
// the direction of writing, are written out: a name can then not look like another.
func visible(page []byte) []byte {
	var out bytes.Buffer
	for _, r := range string(page) {
		if unicode.IsGraphic(r) || r == '\n' || r == '\t' {
			out.WriteRune(r)
			continue
		}
		quoted := strconv.QuoteRune(r)
		out.WriteString(quoted[1 : len(quoted)-1])
	}
	return out.Bytes()
}

// wantsJSON reports whether the client asks for JSON: by format=json in the
// address, which can be linked to, or by its Accept header.
func wantsJSON(r *http.Request) bool {
	return r.URL.Query().Get("format") == "json" || strings.Contains(r.Header.Get("Accept"), "application/json")
}

// withQuery returns an address with one value of its query set.
func withQuery(r *http.Request, key, value string) string {
	q := r.URL.Query()
	q.Set(key, value)
	return r.URL.Path + "?" + q.Encode()
}

// secured sets what browsers should hold a page to: nothing from elsewhere, no
// script, no frame.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache") // the records may have been swapped
		h.Set("Referrer-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// logged writes one line a request.
func (s *server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		noted := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(noted, r)
		s.log.InfoContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path, "status", noted.status, "took", time.Since(began).Round(time.Microsecond))
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// grouped writes a number with a comma before every third digit from the end.
func grouped(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return grouped(n/1000) + fmt.Sprintf(",%03d", n%1000)
}
