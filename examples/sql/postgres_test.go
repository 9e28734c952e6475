//go:build unix

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
)

// server is a PostgreSQL server of these tests alone: its files are in a folder of
// its own, it listens on a socket in that folder and on no network, and it goes
// when the tests are done.
type server struct {
	folder    string
	process   *exec.Cmd
	databases int
	sync.Mutex
}

// errNoServer says that PostgreSQL is not installed.
var errNoServer = errors.New("PostgreSQL is not installed: on Debian, apt-get install postgresql")

// started is the server, which the first test that needs it starts.
var started = sync.OnceValues(startServer)

func TestMain(m *testing.M) {
	code := m.Run()
	if s, err := started(); err == nil {
		s.stop()
	}
	os.Exit(code)
}

// postgres returns a fresh database on a real server and how to reach it.
func postgres(t *testing.T) (*sql.DB, string) {
	t.Helper()
	s, err := started()
	if errors.Is(err, errNoServer) {
		t.Skip(err)
	}
	require.NoError(t, err)
	address := s.newDatabase(t)
	db, err := sql.Open("pgx", address)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db, address
}

func (s *server) address(database string) string {
	return fmt.Sprintf("host=%s user=postgres dbname=%s sslmode=disable", s.folder, database)
}

func (s *server) newDatabase(t *testing.T) string {
	t.Helper()
	s.Lock()
	defer s.Unlock()
	s.databases++
	name := "test" + strconv.Itoa(s.databases)
	db, err := sql.Open("pgx", s.address("postgres"))
	require.NoError(t, err)
	defer db.Close()
	_, err = db.Exec("CREATE DATABASE " + name)
	require.NoError(t, err)
	return s.address(name)
}

func startServer() (*server, error) {
	programs, err := findPrograms()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "postgres-") // short: a socket's path has some 100 bytes
	if err != nil {
		return nil, err
	}
	s := &server{folder: folder}
	if err := s.start(programs); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

func (s *server) start(programs string) error {
	run, err := s.unprivileged()
	if err != nil {
		return err
	}
	data := filepath.Join(s.folder, "data")
	initdb := run(filepath.Join(programs, "initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	log, err := os.Create(filepath.Join(s.folder, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	process := run(filepath.Join(programs, "postgres"), "-D", data, "-k", s.folder,
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "max_connections=20")
	process.Stdout, process.Stderr = log, log
	if err := process.Start(); err != nil {
		return err
	}
	s.process = process
	return s.await()
}

// unprivileged returns how programs are run: PostgreSQL refuses to be run by root,
// so root lends its folder to the user postgres, or else to nobody.
func (s *server) unprivileged() (func(program string, args ...string) *exec.Cmd, error) {
	attributes := &syscall.SysProcAttr{Setpgid: true} // an interrupt is the tests' to pass on
	if os.Geteuid() == 0 {
		other, err := user.Lookup("postgres")
		if err != nil {
			if other, err = user.Lookup("nobody"); err != nil {
				return nil, err
			}
		}
		uid, err := strconv.Atoi(other.Uid)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.Atoi(other.Gid)
		if err != nil {
			return nil, err
		}
		if err := os.Chown(s.folder, uid, gid); err != nil {
			return nil, err
		}
		attributes.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return func(program string, args ...string) *exec.Cmd {
		c := exec.Command(program, args...)
		c.Dir, c.SysProcAttr = s.folder, attributes
		return c
	}, nil
}

// await waits until the server answers.
func (s *server) await() error {
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			said, _ := os.ReadFile(filepath.Join(s.folder, "log"))
			return fmt.Errorf("the server does not answer: %w\n%s", err, said)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// stop ends the server, sessions or not, and removes its folder.
func (s *server) stop() {
	if s.process != nil {
		s.process.Process.Signal(syscall.SIGINT) // "fast shutdown"
		late := time.AfterFunc(20*time.Second, func() { s.process.Process.Signal(syscall.SIGQUIT) })
		s.process.Wait()
		late.Stop()
	}
	os.RemoveAll(s.folder)
}

// findPrograms returns the folder of initdb and postgres: on the PATH, or where
// Debian keeps them, the newest first.
func findPrograms() (string, error) {
	folders := filepath.SplitList(os.Getenv("PATH"))
	debian, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	version := func(folder string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(folder)))
		return n
	}
	slices.SortFunc(debian, func(a, b string) int { return version(b) - version(a) })
	for _, folder := range append(folders, debian...) {
		if executable(filepath.Join(folder, "initdb")) && executable(filepath.Join(folder, "postgres")) {
			return folder, nil
		}
	}
	return "", errNoServer
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0
}
