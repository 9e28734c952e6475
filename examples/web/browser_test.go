package main

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// browser finds Chromium, or skips the test.
func browser(t *testing.T) string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("SKIPPED: no Chromium on this machine (on Debian: apt-get install chromium)")
	return ""
}

// A person walks the pages in a real browser, filters, uploads a broken and a sound
// file, and reads everything on a narrow screen. Pictures of the pages go to the test's
// output folder: go test -artifacts keeps it.
func TestBrowser(t *testing.T) {
	path := browser(t)
	web := httptest.NewServer(newTestServer(t, ""))
	defer web.Close()
	profile, err := os.MkdirTemp("", "chromium") // the browser may still write to it when the test ends
	require.NoError(t, err)
	defer os.RemoveAll(profile)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(profile),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-background-networking", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	tab, closeTab := chromedp.NewContext(allocator)
	defer closeTab()
	tab, cancel := context.WithTimeout(tab, 2*time.Minute)
	defer cancel()

	folder := t.ArtifactDir()
	files := t.TempDir()
	broken, sound := filepath.Join(files, "broken.csv"), filepath.Join(files, "sound.csv")
	require.NoError(t, os.WriteFile(broken, []byte(brokenTable), 0o600))
	require.NoError(t, os.WriteFile(sound, []byte(soundTable), 0o600))
	step := func(actions ...chromedp.Action) {
		t.Helper()
		require.NoError(t, chromedp.Run(tab, actions...))
	}
	picture := func(name string) {
		t.Helper()
		var png []byte
		step(chromedp.FullScreenshot(&png, 100))
		file := filepath.Join(folder, name+".png")
		require.NoError(t, os.WriteFile(file, png, 0o600))
		t.Log("picture:", file)
	}
	text := func(selector string) (s string) {
		t.Helper()
		step(chromedp.Text(selector, &s))
		return s
	}
	click := func(selector string) chromedp.Action { return chromedp.Click(selector, chromedp.NodeVisible) }

	step(chromedp.EmulateViewport(800, 900), chromedp.Navigate(web.URL), chromedp.WaitVisible("h1"))
	picture("programme")
	step(click(`a[href="/vanguards/wirral-partners"]`), chromedp.WaitVisible("dl"))
	require.Contains(t, text("h1"), "Wirral")

	step(chromedp.Navigate(web.URL+"/money"), chromedp.SetValue("#stream", "transformation"), chromedp.SetValue("#category", "PACS"),
		click(".filter button"), chromedp.WaitVisible("tfoot"))
	require.Contains(t, text("tbody"), "PACS")
	picture("money")

	upload := func(file string) {
		t.Helper()
		step(chromedp.Navigate(web.URL+"/upload"),
			chromedp.SetUploadFiles("#file", []string{file}), click(".filter button"), chromedp.WaitVisible(`[role="status"]`))
	}
	upload(broken)
	require.Contains(t, text(`[role="status"]`), "Nothing was stored")
	require.Contains(t, text("tbody"), "row 3")
	picture("broken")
	upload(sound)
	require.Contains(t, text(`[role="status"]`), "Stored")

	// At 320 pixels nothing but a wide table, in its own box, is wider than the screen.
	for _, page := range []string{"/", "/money?stream=transformation", "/people", "/results", "/upload", "/vanguards/wirral-partners"} {
		var wider bool
		step(chromedp.EmulateViewport(320, 640), chromedp.Navigate(web.URL+page), chromedp.WaitVisible("h1"),
			chromedp.Evaluate(`document.documentElement.scrollWidth > document.documentElement.clientWidth`, &wider))
		require.False(t, wider, "%s at 320 pixels", page)
		var unlabelled, headless int
		step(chromedp.Evaluate(`[...document.querySelectorAll("input,select")].filter(e => e.labels.length === 0).length`, &unlabelled),
			chromedp.Evaluate(`[...document.querySelectorAll("table")].filter(e => !e.querySelector("thead th[scope=col]")).length`, &headless))
		require.Zero(t, unlabelled, "%s: a field without a label", page)
		require.Zero(t, headless, "%s: a table without headers", page)
	}
	picture("narrow")
	step(chromedp.Navigate(web.URL), chromedp.KeyEvent("\t"))
	var focus string
	step(chromedp.Evaluate(`document.activeElement.textContent`, &focus))
	require.Equal(t, "Skip to content", focus, "the keyboard comes to the content first")
}
