// Package uid reads the ranges of ids that OpenShift writes into a namespace's annotations.
package uid

import (
	"fmt"
	"regexp"
	"strconv"
)

// Block is a range of ids, both ends included.
type Block struct {
	Start, End uint32
}

var block = regexp.MustCompile(`^(\d+)([/-])(\d+)$`)

// ParseBlock reads "1000680000/10000", which is a start and a size, or "1000680000-1000689999", which is a start and an
// end.
func ParseBlock(text string) (Block, error) {
	parts := block.FindStringSubmatch(text)
	if parts == nil {
		return Block{}, fmt.Errorf("%q is no range of ids: write START/SIZE or START-END", text)
	}
	start, startError := strconv.ParseUint(parts[1], 10, 32)
	number, numberError := strconv.ParseUint(parts[3], 10, 32)
	end := number
	if parts[2] == "/" {
		end = start + number - 1
	}
	if startError != nil || numberError != nil || end < start || end > 1<<32-1 {
		return Block{}, fmt.Errorf("%q is no range of ids of 32 bits", text)
	}
	return Block{Start: uint32(start), End: uint32(end)}, nil
}
