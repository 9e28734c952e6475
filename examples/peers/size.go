package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// size is P14: what the library adds to a program, in MiB of its file. It needs the go
// command and this module's folder, which "go run ." and "go test" have.
func (b *bench) size() (goal, error) {
	var bytesOf [2]int64
	for i, name := range []string{"bare", "pillars"} {
		path := filepath.Join(b.dir, name)
		var said bytes.Buffer
		command := exec.Command("go", "build", "-o", path, "./size/"+name)
		command.Stderr = &said
		if err := command.Run(); err != nil {
			return goal{}, fmt.Errorf("go build ./size/%s, in the folder of this program: %w\n%s", name, err, said.Bytes())
		}
		info, err := os.Stat(path)
		if err != nil {
			return goal{}, err
		}
		bytesOf[i] = info.Size()
	}
	return newGoal("P14", atMost("what a program grows by when it imports all three pillars, over one that imports encoding/json, decimal and uuid",
		float64(bytesOf[1]-bytesOf[0])/(1<<20), 3, 2, "MiB")), nil
}
