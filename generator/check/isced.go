package check

import "strings"

// detailed holds, for each narrow field of ISCED-F 2013, how many detailed
// fields it has: they are numbered from 1. Narrow fields ending in 8 combine
// several, and have the one detailed field that ends in 88.
var detailed = map[string]byte{
	"001": '1', "002": '1', "003": '1',
	"011": '4', "018": 0,
	"021": '5', "022": '3', "023": '2', "028": 0,
	"031": '4', "032": '2', "038": 0,
	"041": '7', "042": '1', "048": 0,
	"051": '2', "052": '2', "053": '3', "054": '2', "058": 0,
	"061": '3', "068": 0,
	"071": '6', "072": '4', "073": '2', "078": 0,
	"081": '2', "082": '1', "083": '1', "084": '1', "088": 0,
	"091": '7', "092": '3', "098": 0,
	"101": '5', "102": '2', "103": '2', "104": '1', "108": 0,
}

// isced reports whether a code is one of ISCED-F 2013: a broad field of two
// digits, a narrow one of three or a detailed one of four. At each level 0
// stands for what is not further defined and 9 for what is classified nowhere
// else. near is the code that was surely meant where a leading zero was lost.
func isced(code string) (near string, known bool) {
	if isField(code) {
		return "", true
	}
	if len(code) < 4 && isField("0"+code) {
		return "0" + code, false
	}
	return "", false
}

func isField(code string) bool {
	if len(code) < 2 || len(code) > 4 || strings.Trim(code, "0123456789") != "" {
		return false
	}
	if code[:2] > "10" {
		return false
	}
	switch len(code) {
	case 2:
		return true
	case 3:
		_, narrow := detailed[code]
		return narrow || code[2] == '0' || code[2] == '9'
	}
	if code[2] == '0' || code[2] == '9' {
		return code[3] == code[2] // of a broad field: 0600, 0699
	}
	last, narrow := detailed[code[:3]]
	switch {
	case !narrow:
		return false
	case last == 0:
		return code[3] == '8'
	}
	return code[3] <= last || code[3] == '9'
}
