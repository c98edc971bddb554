package render

import "sync"

// rooms are what the files of awards are made in, again and again: a site has
// hundreds of megabytes of them, and each is looked at once. Who renders an
// entry and has no Release for it may keep what was made.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

// room returns room for one file.
func room() []byte { return (*rooms.Get().(*[]byte))[:0] }

// lent is an entry whose file is made in a room.
func lent(e Entry) Entry {
	e.Release = func(data []byte) { rooms.Put(&data) }
	return e
}
