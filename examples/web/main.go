// Web is a small service over a programme of care models: pages for people, the
// same as JSON for programs, and an upload that answers with every problem of a
// file. It shows how an app holds the library's indexes, not how a site looks.
//
// Usage:
//
//	go run . [-addr 127.0.0.1:8080] [-db FILE]
//
// Without -db it serves the embedded programme, and what is uploaded is gone when
// it stops. With -db the records are kept in a SQLite file. The exit code is 0
// after a graceful stop, 1 when the stored records break a rule, and 2 when the
// call was wrong or the address or the file cannot be opened.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

const (
	exitFine       = 0
	exitViolations = 1
	exitUsage      = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run serves until ctx ends, and prints the address it listens on to stdout.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("web", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8080", "listen on this `address`; port 0 takes a free one")
	db := flags.String("db", "", "keep the records in this SQLite `file`")
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "Serves a programme of care models as pages and JSON.\n\nUsage: web [-addr ADDRESS] [-db FILE]")
		flags.PrintDefaults()
	}
	for _, a := range args {
		if a == "-h" || a == "-help" || a == "--help" {
			flags.SetOutput(stdout)
		}
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return exitFine
	case err != nil:
		return exitUsage
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "web: %q belongs to no flag\n", flags.Arg(0))
		return exitUsage
	}

	log := slog.New(slog.NewTextHandler(stderr, nil))
	store, err := openStore(ctx, *db)
	if err != nil {
		fmt.Fprintln(stderr, "web:", err)
		return exitUsage
	}
	defer store.close()
	s, err := newServer(ctx, store, log)
	if err != nil {
		fmt.Fprintln(stderr, "web:", err)
		if validate.Of(err).Len() > 0 {
			return exitViolations
		}
		return exitUsage
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		fmt.Fprintln(stderr, "web:", err)
		return exitUsage
	}
	fmt.Fprintf(stdout, "http://%s/\n", listener.Addr())
	if err := serve(ctx, listener, s, log); err != nil {
		fmt.Fprintln(stderr, "web:", err)
		return exitUsage
	}
	return exitFine
}

// serve answers until ctx ends; then requests that have begun get ten seconds.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		stopped <- server.Shutdown(grace)
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
