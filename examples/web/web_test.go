package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// newTestServer serves what a file holds; a blank name is memory.
func newTestServer(t testing.TB, file string) *server {
	t.Helper()
	store, err := openStore(context.Background(), file)
	require.NoError(t, err)
	t.Cleanup(store.close)
	s, err := newServer(context.Background(), store, quiet())
	require.NoError(t, err)
	return s
}

// get returns the status and the body of an answer.
func get(t testing.TB, h http.Handler, path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

// send uploads a file and returns the answer as JSON has it.
func send(t testing.TB, h http.Handler, kind, file, text string, fields ...string) (int, upload) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	require.NoError(t, form.WriteField("kind", kind))
	for i := 0; i+1 < len(fields); i += 2 {
		require.NoError(t, form.WriteField(fields[i], fields[i+1]))
	}
	part, err := form.CreateFormFile("file", file)
	require.NoError(t, err)
	_, err = io.WriteString(part, text)
	require.NoError(t, err)
	require.NoError(t, form.Close())
	r := httptest.NewRequest(http.MethodPost, "/upload?format=json", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var answer struct {
		Data struct {
			Stored   bool
			Message  string
			Problems []json.RawMessage
		}
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer), "%s", w.Body)
	return w.Code, upload{Stored: answer.Data.Stored, Message: answer.Data.Message, File: string(bytes.Join(raw(answer.Data.Problems), []byte("\n")))}
}

func raw(all []json.RawMessage) (out [][]byte) {
	for _, r := range all {
		out = append(out, r)
	}
	return out
}

func TestWeb_Pages(t *testing.T) {
	s := newTestServer(t, "")
	for path, want := range map[string][]string{
		"/":                            {"Care models", "Morecambe Bay", `<img src="/charts/money.svg" alt="`},
		"/find?q=Morecambe+Bay":        {`href="/vanguards/`},
		"/find?q=Cumbria":              {"Did you mean"},
		"/vanguards/wirral-partners":   {"Wirral", "What changed"},
		"/money?stream=transformation": {"PACS", "£", "vanguards"},
		"/money":                       {"choose a stream"},
		"/money?stream=transformation&by=vanguard&category=MCP":   {"not known"},
		"/money?stream=transformation&as-at=2015-07-31&by=status": {"2015-07-31"},
		"/people?category=PACS&layer=population":                  {"each person once", "would count twice"},
		"/results":                                                {"Verdict", "To count results is not to weigh them"},
		"/upload":                                                 {`type="file"`, `method="post"`},
		"/static/style.css":                                       {"focus"},
		"/charts/money.svg":                                       {"<svg", "<title>"},
		"/charts/targets.svg":                                     {"<svg"},
		"/health":                                                 {"ok"},
	} {
		status, body := get(t, s, path)
		require.Equal(t, http.StatusOK, status, "%s\n%s", path, body)
		for _, w := range want {
			require.Contains(t, body, w, path)
		}
	}
}

// Every page is the same as JSON, and a program can read the numbers.
func TestPages_AsJSON(t *testing.T) {
	s := newTestServer(t, "")
	for _, path := range []string{"/", "/find?q=Wirral", "/vanguards/wirral-partners", "/money?stream=transformation", "/money", "/people", "/results", "/upload"} {
		u, err := url.Parse(path)
		require.NoError(t, err)
		q := u.Query()
		q.Set("format", "json")
		u.RawQuery = q.Encode()
		status, body := get(t, s, u.String())
		require.Equal(t, http.StatusOK, status, path)
		require.True(t, json.Valid([]byte(body)), path)
	}
	r := httptest.NewRequest(http.MethodGet, "/people", nil)
	r.Header.Set("Accept", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	require.Equal(t, "application/json", w.Header().Get("Content-Type"))
}

func TestWeb_Mistakes(t *testing.T) {
	s := newTestServer(t, "")
	for path, want := range map[string]int{
		"/nowhere":                   http.StatusNotFound,
		"/vanguards/nobody":          http.StatusNotFound,
		"/charts/nothing.svg":        http.StatusNotFound,
		"/records/secrets.json":      http.StatusNotFound,
		"/money?category=mpc":        http.StatusBadRequest,
		"/money?year=2015/17":        http.StatusBadRequest,
		"/money?stream=nothing":      http.StatusBadRequest,
		"/money?by=colour":           http.StatusBadRequest,
		"/money?as-at=2015-02-30":    http.StatusBadRequest,
		"/people?layer=moon":         http.StatusBadRequest,
		"/people?on=yesterday":       http.StatusBadRequest,
		"/results?measure=happiness": http.StatusBadRequest,
		"/static/../main.go":         http.StatusTemporaryRedirect,
	} {
		status, body := get(t, s, path)
		require.Equal(t, want, status, "%s\n%s", path, body)
	}
	// A mistake names what would be right.
	_, body := get(t, s, "/money?category=mpc&format=json")
	require.Contains(t, body, "MCP")

	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/upload", strings.NewReader("no form")))
	require.Equal(t, http.StatusBadRequest, w.Code)
	status, _ := send(t, s, "poem", "poem.txt", "")
	require.Equal(t, http.StatusBadRequest, status)
	status, answer := send(t, s, "allocations", "large.csv", strings.Repeat("x", maxUpload+1))
	require.Equal(t, http.StatusRequestEntityTooLarge, status, answer.Message)
}

// What a stranger writes reaches no page raw, and pages run no script.
func TestWeb_HostileText(t *testing.T) {
	s := newTestServer(t, "")
	for _, path := range []string{"/find?q=", "/money?category=", "/vanguards/", "/money?stream="} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+url.PathEscape("<script>alert(1)</script>\x1b[31m"), nil))
		require.NotContains(t, w.Body.String(), "<script>")
		require.NotContains(t, w.Body.String(), "\x1b")
		require.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
		require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	}
	r := httptest.NewRequest(http.MethodPost, "/upload", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	require.Equal(t, http.StatusForbidden, w.Code, "another site's form uploads nothing")
}

// What records name reaches pages as text that can be seen.
func TestWeb_HostileNames(t *testing.T) {
	const hostile = "x\u202e<img src=x onerror=alert(1)>|[x](javascript:alert(1))=@"
	s := newTestServer(t, "")
	d := caremodel.EnglandDefinition()
	d.Name, d.Categories[0].Name = hostile, hostile
	v := &d.Vanguards[0]
	v.Name, v.Aliases, v.Area, v.Region, v.Host, v.Partners[0].Organisation = hostile, []string{hostile + "2"}, hostile, hostile, hostile, hostile
	v.Sources[0].Title = hostile
	var b bytes.Buffer
	require.NoError(t, d.WriteJSON(&b))
	status, answer := send(t, s, "programme", "p.json", b.String())
	require.Equal(t, http.StatusOK, status, answer.Message)
	for _, path := range []string{"/", "/find?q=" + url.QueryEscape(hostile), "/vanguards/" + v.Slug, "/money?by=vanguard", "/people", "/results", "/upload"} {
		_, body := get(t, s, path)
		require.NotContains(t, body, "<img src=x", path)
		require.NotContains(t, body, "\u202e", path)
		require.NotContains(t, body, `href="javascript`, path)
	}
	_, body := get(t, s, "/")
	require.Contains(t, body, "\\u202e&lt;img", "it is shown for what it is")
	_, body = get(t, s, "/records/programme.json")
	require.Contains(t, body, "\u202e", "data keep it")
}

const (
	soundTable = "id,recipients,year,stream,kind,status,on,amount,source_title\n" +
		"a,wirral-partners,2015/16,transformation,revenue,approved,2015-07-01,4500000,A board paper\n"
	brokenTable = soundTable + "b,nobody,2015/17,transformation,revenue,approved,2015-07-01,lots,A board paper\n"
)

func TestUpload_AnswersWithEveryProblem(t *testing.T) {
	s := newTestServer(t, "")
	before := s.now.Load()
	status, answer := send(t, s, "allocations", "broken.csv", brokenTable)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.False(t, answer.Stored)
	for _, want := range []string{"row 3", "recipients", "year", "amount"} {
		require.Contains(t, answer.File, want)
	}
	require.Same(t, before, s.now.Load(), "nothing was stored")

	status, answer = send(t, s, "allocations", "broken.csv", brokenTable, "keep", "sound")
	require.Equal(t, http.StatusOK, status, answer)
	require.True(t, answer.Stored)
	require.Len(t, s.now.Load().records.ledger.Allocations, 1)
}

// What was stored is there after a restart, to the byte.
func TestUpload_IsKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "records.db")
	s := newTestServer(t, file)
	status, answer := send(t, s, "allocations", "sound.csv", soundTable)
	require.Equal(t, http.StatusOK, status, answer)
	require.True(t, answer.Stored)
	want, err := s.now.Load().records.marshal()
	require.NoError(t, err)
	_, page := get(t, s, "/vanguards/wirral-partners")
	require.Contains(t, page, "£4,500,000.00")

	again := newTestServer(t, file)
	got, err := again.now.Load().records.marshal()
	require.NoError(t, err)
	require.Equal(t, want, got)
	for _, d := range documents {
		status, body := get(t, again, "/records/"+d.name+".json")
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, string(want[d.name]), body)
		status, answer := send(t, again, d.name, d.name+".json", body)
		require.Equal(t, http.StatusOK, status, answer)
	}
}

// A programme without money, people or results has pages too.
func TestPages_OfAnEmptyProgramme(t *testing.T) {
	programme := caremodel.Definition{
		Slug: "river", Name: "River", Categories: []caremodel.CategoryDefinition{{Code: "N", Name: "Neighbourhood"}},
		Vanguards: []caremodel.Vanguard{{Slug: "upper", Name: "Upper River", Category: "N"}},
	}
	var definition, ledger bytes.Buffer
	require.NoError(t, programme.WriteJSON(&definition))
	require.NoError(t, funding.Ledger{}.WriteJSON(&ledger))
	s := newTestServer(t, "")
	status, answer := send(t, s, "programme", "river.json", definition.String())
	require.Equal(t, http.StatusUnprocessableEntity, status, "the money of another programme does not fit it: %v", answer)
}

// Many clients read while the book is swapped: no error, and no answer that mixes
// two books.
func TestWeb_Load(t *testing.T) {
	s := newTestServer(t, "")
	web := httptest.NewServer(s)
	defer web.Close()
	const path = "/vanguards/wirral-partners?format=json"
	one, two := s.now.Load(), func() *indexes {
		r := s.now.Load().records
		programme, err := caremodel.NewProgramme(r.definition)
		require.NoError(t, err)
		r.ledger.Allocations, err = funding.ReadAllocationsCSV(strings.NewReader(soundTable), programme)
		require.NoError(t, err)
		x, err := build(r)
		require.NoError(t, err)
		return x
	}()
	answers := map[string]bool{}
	for _, x := range []*indexes{one, two} {
		s.now.Store(x)
		_, body := get(t, s, path)
		answers[body] = true
	}
	require.Len(t, answers, 2)

	var torn, failed atomic.Int64
	var readers sync.WaitGroup
	for range 64 {
		readers.Go(func() {
			for range 20 {
				response, err := web.Client().Get(web.URL + path)
				if err != nil {
					failed.Add(1)
					continue
				}
				body, err := io.ReadAll(response.Body)
				response.Body.Close()
				if err != nil || response.StatusCode != http.StatusOK {
					failed.Add(1)
				} else if !answers[string(body)] {
					torn.Add(1)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() {
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			default:
				s.now.Store([]*indexes{one, two}[i%2])
			}
		}
	}()
	readers.Wait()
	close(done)
	require.Zero(t, failed.Load())
	require.Zero(t, torn.Load())
}

// The program starts, answers, and stops when it is asked to.
func TestWeb_Run(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, []string{"-addr", "127.0.0.1:0"}, in, io.Discard) }()
	line := make([]byte, 100)
	n, err := out.Read(line)
	require.NoError(t, err)
	response, err := http.Get(strings.TrimSpace(string(line[:n])) + "health")
	require.NoError(t, err)
	response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	stop()
	require.Equal(t, exitFine, <-ended)

	require.Equal(t, exitFine, run(context.Background(), []string{"-h"}, io.Discard, io.Discard))
	require.Equal(t, exitUsage, run(context.Background(), []string{"-colour"}, io.Discard, io.Discard))
	require.Equal(t, exitUsage, run(context.Background(), []string{"extra"}, io.Discard, io.Discard))
	require.Equal(t, exitUsage, run(context.Background(), []string{"-addr", "nowhere:at all"}, io.Discard, io.Discard))
}
