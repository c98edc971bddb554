// Package render turns a checked catalogue and a theme into a plan: every
// file of the site, each with a fingerprint of what it depends on and a
// function that makes it.
//
// Formats lists everything that is written, one row for each form. The plan
// is a sequence; nothing is rendered until somebody asks, and a file whose
// fingerprint is known need not be rendered at all. Nothing here reads the
// clock: the same content gives the same bytes on any day.
package render
