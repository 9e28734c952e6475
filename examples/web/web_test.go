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
	"os"
	"path/filepath"
	"regexp"
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

// post uploads files, each a name and its text, with fields of the form, and returns
// the answer.
func post(t testing.TB, h http.Handler, path string, files [][2]string, fields ...string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		require.NoError(t, form.WriteField(fields[i], fields[i+1]))
	}
	for _, f := range files {
		part, err := form.CreateFormFile("file", f[0])
		require.NoError(t, err)
		_, err = io.WriteString(part, f[1])
		require.NoError(t, err)
	}
	require.NoError(t, form.Close())
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// answer is what an upload is answered with, and all problems in one text.
type answer struct {
	Stored   bool
	Message  string
	Problems string
}

// send uploads one file and returns the answer as JSON has it.
func send(t testing.TB, h http.Handler, name, text string, fields ...string) (int, answer) {
	t.Helper()
	return sendAll(t, h, [][2]string{{name, text}}, fields...)
}

func sendAll(t testing.TB, h http.Handler, files [][2]string, fields ...string) (int, answer) {
	t.Helper()
	w := post(t, h, "/upload?format=json", files, fields...)
	var got struct {
		Data struct {
			Files    json.RawMessage
			Stored   bool
			Message  string
			Problems json.RawMessage
		}
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got), "%s", w.Body)
	return w.Code, answer{got.Data.Stored, got.Data.Message, string(got.Data.Files) + string(got.Data.Problems)}
}

func TestWeb_Pages(t *testing.T) {
	s := newTestServer(t, "")
	for path, want := range map[string][]string{
		"/":                            {"Care models", "Morecambe Bay", `<img src="/charts/money.svg" alt="`, `srcset="/charts/money.svg?width=360"`},
		"/find?q=Morecambe+Bay":        {`href="/vanguards/`},
		"/find?q=Cumbria":              {"Did you mean"},
		"/vanguards/wirral-partners":   {"Wirral", "What changed"},
		"/money?stream=transformation": {"PACS", "£", "vanguards", `<th scope="row">UEC</th><th scope="row">2015/16</th><td class="number">not known <span class="known">0 of 8 known</span></td>`},
		"/money":                       {"choose a stream"},
		"/money?stream=transformation&by=vanguard&category=MCP":   {"not known"},
		"/money?stream=transformation&as-at=2015-07-31&by=status": {"2015-07-31"},
		"/people?category=PACS&layer=population":                  {"each person once", "would count twice"},
		"/results":                                                {"better, by its interval", "To count results is not to weigh them"},
		"/upload":                                                 {`type="file"`, `method="post"`},
		"/static/style.css":                                       {"focus"},
		"/charts/money.svg":                                       {"<svg", "<title>"},
		"/charts/targets.svg":                                     {"<svg", "The vanguards that the targets mean covered 8.2% to 10.1% of people"},
		"/charts/money.svg?width=360":                             {`<svg width="270pt"`},
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
		"/charts/money.png":          http.StatusNotFound,
		"/charts/money.svg?width=1":  http.StatusBadRequest,
		"/charts/money.svg?width=x":  http.StatusBadRequest,
		"/static/":                   http.StatusNotFound,
		"/money?by=year,year":        http.StatusBadRequest,
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
	// A mistake names what would be right, in words for people.
	_, body := get(t, s, "/money?category=mpc")
	require.Contains(t, body, `&#34;mpc&#34;: no such category; the nearest is &#34;MCP&#34;`)
	require.NotContains(t, body, "Taxonomy.Parse")
	for _, path := range []string{"/find?q=Nowhere", "/find?q="} {
		_, body := get(t, s, path)
		require.NotContains(t, body, "caremodel.", path)
	}

	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/upload", strings.NewReader("no form")))
	require.Equal(t, http.StatusBadRequest, w.Code)
	w = httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/money", nil))
	require.Equal(t, http.StatusMethodNotAllowed, w.Code)
	require.Equal(t, "GET, HEAD", w.Header().Get("Allow"))
	for name, c := range map[string]struct {
		files  [][2]string
		status int
		says   string
	}{
		"another document":  {[][2]string{{"poem.json", `{"format": "poem/1"}`}}, http.StatusBadRequest, "newcaremodels/ledger/1"},
		"no format":         {[][2]string{{"poem.json", `{}`}}, http.StatusBadRequest, "newcaremodels/ledger/1"},
		"two of one kind":   {[][2]string{{"a.csv", soundTable}, {"b.csv", soundTable}}, http.StatusBadRequest, "another file of allocations"},
		"no table":          {[][2]string{{"a.csv", "PK\x03\x04"}}, http.StatusUnprocessableEntity, "Nothing was stored"},
		"a broken document": {[][2]string{{"p.json", `{"format": "newcaremodels/programme/1", `}}, http.StatusUnprocessableEntity, "Nothing was stored"},
		"too large":         {[][2]string{{"large.csv", strings.Repeat("x", maxUpload+1)}}, http.StatusRequestEntityTooLarge, "32 MiB"},
	} {
		w := post(t, s, "/upload", c.files, "keep", "sound")
		require.Equal(t, c.status, w.Code, name)
		require.Contains(t, w.Body.String(), c.says, name)
	}
	w = post(t, s, "/upload", [][2]string{{"a.csv", soundTable}}, "replace", "all")
	require.Equal(t, http.StatusBadRequest, w.Code, "a programme of no definition")
	for range maxUploads {
		s.uploads <- struct{}{}
	}
	require.Equal(t, http.StatusServiceUnavailable, post(t, s, "/upload", [][2]string{{"a.csv", soundTable}}).Code)
	require.Equal(t, embedded(), s.now.Load().records, "none of it changed anything")
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
	status, answer := send(t, s, "p.json", b.String())
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
	status, answer := send(t, s, "broken.csv", brokenTable)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.False(t, answer.Stored)
	for _, want := range []string{"row 3", "recipients", "year", "amount"} {
		require.Contains(t, answer.Problems, want)
	}
	require.Same(t, before, s.now.Load(), "nothing was stored")

	status, answer = send(t, s, "broken.csv", brokenTable, "keep", "sound")
	require.Equal(t, http.StatusOK, status, answer)
	require.True(t, answer.Stored)
	require.Len(t, s.now.Load().records.ledger.Allocations, 1)
}

// What was stored is there after a restart, to the byte.
func TestUpload_IsKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "records.db")
	s := newTestServer(t, file)
	status, answer := send(t, s, "sound.csv", soundTable)
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
		status, answer := send(t, again, d.name+".json", body)
		require.Equal(t, http.StatusOK, status, answer)
	}
}

// One's own programme takes the place of the embedded one in one step, and is there
// after a restart. A programme without money, people or results has pages too.
func TestUpload_AnotherProgramme(t *testing.T) {
	programme := caremodel.Definition{
		Slug: "river", Name: "River", Categories: []caremodel.CategoryDefinition{{Code: "N", Name: "Neighbourhood"}},
		Vanguards: []caremodel.Vanguard{{Slug: "upper", Name: "Upper River", Category: "N"}},
	}
	var definition bytes.Buffer
	require.NoError(t, programme.WriteJSON(&definition))
	file := filepath.Join(t.TempDir(), "100% of #1?.db")
	s := newTestServer(t, file)
	status, answer := send(t, s, "river.json", definition.String())
	require.Equal(t, http.StatusUnprocessableEntity, status, "the money of another programme does not fit it")
	require.Contains(t, answer.Message, "do not fit together")

	status, answer = send(t, s, "river.json", definition.String(), "replace", "all")
	require.Equal(t, http.StatusOK, status, answer)
	for _, path := range []string{"/", "/money", "/people", "/results", "/vanguards/upper", "/upload"} {
		status, body := get(t, s, path)
		require.Equal(t, http.StatusOK, status, "%s\n%s", path, body)
		require.NotContains(t, body, "<img", path)
		require.Contains(t, body, "River", path)
	}
	status, _ = get(t, s, "/charts/money.svg")
	require.Equal(t, http.StatusNotFound, status)

	table := strings.Replace(strings.Replace(soundTable, "wirral-partners", "upper", 1), "transformation", "river-fund", 1)
	status, answer = sendAll(t, s, [][2]string{{"money.csv", table}, {"river.json", definition.String()}}, "replace", "all")
	require.Equal(t, http.StatusOK, status, answer)
	for _, h := range []http.Handler{s, newTestServer(t, file)} {
		_, body := get(t, h, "/money")
		require.Contains(t, body, "£4,500,000.00")
		_, body = get(t, h, "/")
		require.Contains(t, body, "<img")
		status, _ = get(t, h, "/charts/money.svg")
		require.Equal(t, http.StatusOK, status)
	}
}

// Many clients read pages and JSON while uploads swap the programme: no error, and no
// answer that mixes two.
func TestWeb_Load(t *testing.T) {
	s := newTestServer(t, "")
	web := httptest.NewServer(s)
	defer web.Close()
	paths := []string{"/vanguards/wirral-partners", "/vanguards/wirral-partners?format=json"}
	other := caremodel.EnglandDefinition()
	other.Name = "The other programme"
	var uploads [][][2]string
	for _, d := range []caremodel.Definition{caremodel.EnglandDefinition(), other} {
		var definition bytes.Buffer
		require.NoError(t, d.WriteJSON(&definition))
		uploads = append(uploads, [][2]string{{"p.json", definition.String()}})
	}
	uploads[1] = append(uploads[1], [2]string{"money.csv", soundTable})
	var ledger bytes.Buffer
	require.NoError(t, funding.EnglandLedger().WriteJSON(&ledger))
	uploads[0] = append(uploads[0], [2]string{"ledger.json", ledger.String()})
	answers := map[string]map[string]bool{}
	for _, files := range uploads {
		require.Equal(t, http.StatusOK, post(t, s, "/upload", files).Code)
		for _, path := range paths {
			if answers[path] == nil {
				answers[path] = map[string]bool{}
			}
			_, body := get(t, s, path)
			answers[path][body] = true
		}
	}
	require.Len(t, answers[paths[0]], 2)

	var torn, failed, swaps atomic.Int64
	var readers sync.WaitGroup
	for range 64 {
		readers.Go(func() {
			for i := range 20 {
				path := paths[i%2]
				response, err := web.Client().Get(web.URL + path)
				if err != nil {
					failed.Add(1)
					continue
				}
				body, err := io.ReadAll(response.Body)
				response.Body.Close()
				if err != nil || response.StatusCode != http.StatusOK {
					failed.Add(1)
				} else if !answers[path][string(body)] {
					torn.Add(1)
				}
			}
		})
	}
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			default:
				if post(t, s, "/upload", uploads[i%2]).Code == http.StatusOK {
					swaps.Add(1)
				}
			}
		}
	}()
	readers.Wait()
	close(done)
	<-stopped
	require.Zero(t, failed.Load())
	require.Zero(t, torn.Load())
	require.Positive(t, swaps.Load())
}

// The program starts, answers, and stops when it is asked to, by the README's own
// commands and from an empty folder.
func TestWeb_Run(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	commands := regexp.MustCompile(`(?m)^    go run \.(.*?)(?: +#.*)?$`).FindAllStringSubmatch(string(readme), -1)
	require.Len(t, commands, 2)
	for _, command := range commands {
		ctx, stop := context.WithCancel(context.Background())
		out, in := io.Pipe()
		ended := make(chan int, 1)
		args := append(strings.Fields(command[1]), "-addr", "127.0.0.1:0")
		go func() { ended <- run(ctx, args, in, io.Discard) }()
		line := make([]byte, 100)
		n, err := out.Read(line)
		require.NoError(t, err)
		response, err := http.Get(strings.TrimSpace(string(line[:n])) + "health")
		require.NoError(t, err)
		response.Body.Close()
		require.Equal(t, http.StatusOK, response.StatusCode)
		stop()
		require.Equal(t, exitFine, <-ended)
	}

	require.Equal(t, exitFine, run(context.Background(), []string{"-h"}, io.Discard, io.Discard))
	require.Equal(t, exitUsage, run(context.Background(), []string{"-colour"}, io.Discard, io.Discard))
	require.Equal(t, exitUsage, run(context.Background(), []string{"extra"}, io.Discard, io.Discard))
	require.Equal(t, exitUsage, run(context.Background(), []string{"-addr", "nowhere:at all"}, io.Discard, io.Discard))
}
