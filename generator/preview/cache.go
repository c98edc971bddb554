package preview

import (
	"container/list"
	"sync"

	"github.com/sealpress/sealpress/generator/render"
)

// cacheBudget bounds what is remembered of rendered files.
const cacheBudget = 32 << 20

// cache remembers rendered files by name and fingerprint, the least recently
// used forgotten first. Equal fingerprints promise equal bytes, so nothing in
// it can be stale. The zero value is ready.
type cache struct {
	mu    sync.Mutex
	items map[cacheKey]*list.Element
	order list.List // of *cached, newest first
	size  int
}

// cacheKey has the name too: two pictures made of one subject share a
// fingerprint.
type cacheKey struct {
	file        string
	fingerprint render.Fingerprint
}

type cached struct {
	key  cacheKey
	data []byte
	page *document // of a page
}

// rendered returns a file, from memory or made now.
func (c *cache) rendered(file string, e render.Entry) (*cached, error) {
	key := cacheKey{file, e.Fingerprint}
	if it := c.get(key); it != nil {
		return it, nil
	}
	data, err := e.Render()
	if err != nil {
		return nil, err
	}
	it := &cached{key: key, data: data}
	if isPage(file) {
		it.page = parseDocument(data)
	}
	c.put(it)
	return it, nil
}

func (c *cache) get(key cacheKey) *cached {
	c.mu.Lock()
	defer c.mu.Unlock()
	el := c.items[key]
	if el == nil {
		return nil
	}
	c.order.MoveToFront(el)
	return el.Value.(*cached)
}

func (c *cache) put(it *cached) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.items == nil {
		c.items = map[cacheKey]*list.Element{}
	}
	if c.items[it.key] != nil || len(it.data) > cacheBudget/4 {
		return
	}
	c.items[it.key] = c.order.PushFront(it)
	c.size += it.cost()
	for c.size > cacheBudget {
		el := c.order.Back()
		old := c.order.Remove(el).(*cached)
		delete(c.items, old.key)
		c.size -= old.cost()
	}
}

// cost is what an item weighs; a page holds its bytes a second time.
func (it *cached) cost() int {
	n := len(it.data) + 512
	if it.page != nil {
		n += len(it.data)
	}
	return n
}
