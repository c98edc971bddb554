package generator

import (
	"fmt"
	"strings"
)

// scripted is a site in which every text that the key table knows is written
// n times, in files of their own, but for those of site.yaml and issuer.md.
func scripted(n int) files {
	c := files{"site.yaml": `title: Quay
url: https://scripted.example/
languages:
  - en
  - it
privacy:
  listing: listed
seed: 5d1f0a7c92be4436a8f1c3d27790e6b45a0c8d6e3f2b1947c6d5e4f3a2b1c0d9
`, "issuer.md": `---
name: Quay
description: A centre.
url: https://quay.example/
email: us@quay.example
country: IE
accreditations:
  - body: Agency
    reference: N1
    url: https://agency.example/
    valid-from: 2021-01-01
---
We teach.
`, "issuer.it.md": "---\nname: Molo\ndescription: Un centro.\n---\nInsegniamo.\n"}
	for k := range n {
		fill := strings.NewReplacer("%k", fmt.Sprint(k))
		for name, text := range scriptedFiles {
			c[fill.Replace(name)] = fill.Replace(text)
		}
	}
	return c
}

var scriptedFiles = files{
	"achievements/b%k.md": `---
kind: badge
version: 1
name: Badge %k
description: A morning.
language: en
outcomes:
  - statement: Ties a knot
    skill:
      framework: ESCO
      name: tie knots
      url: https://skill.example/1
      code: S1
recognition:
  - by: Coast
    as: entry
    url: https://coast.example/
prerequisites:
  - Boots
stackable-towards:
  - More
awarding-body:
  name: Partner
  url: https://partner.example/
  accreditation:
    body: Agency
    reference: N2
    url: https://agency.example/2
origin: https://old.example/b%k
tags:
  - tag
image-alt: A knot
---
Come.
`,
	"achievements/b%k.it.md": `---
name: Distintivo
description: Una mattina.
outcomes:
  - Fa un nodo
image-alt: Un nodo
---
Venite.
`,
	"achievements/m%k.md": `---
kind: micro-credential
version: 1
name: Certificate %k
description: Manages knots.
language: en
outcomes:
  - statement: Tie a knot
level:
  eqf: 3
workload:
  ects: 1
  hours: 25
participation: blended
assessment:
  - key: practical
    type: practical-assessment
    description: Two scenarios
    supervision: on-site-with-identity-verification
    grades:
      - pass
quality-assurance:
  type: sectoral-quality-assurance
  body: Board
  url: https://board.example/
pathway: p%k
---
Show it.
`,
	"achievements/m%k.it.md": "---\nname: Certificato\ndescription: Nodi.\nassessment:\n  - Due prove\n---\nMostrate.\n",
	"pathways/p%k.md":        "---\nname: Way\ndescription: A way.\nlanguage: en\nsteps:\n  - b%k\ngoal: m%k\n---\nGo.\n",
	"pathways/p%k.it.md":     "---\nname: Via\ndescription: Una via.\n---\nAndate.\n",
	"pages/g%k.md":           "---\nname: Page\ndescription: A page.\nlanguage: en\n---\nText.\n",
	"pages/g%k.it.md":        "---\nname: Pagina\ndescription: Una pagina.\n---\nTesto.\n",
	"awards/a%k.yaml": `achievement: m%k
awarded: 2026-05-14
evidence:
  - name: Sheet
    description: Kept.
    url: https://quay.example/e
assessed:
  by:
    - Tom
  on: 2026-05-13
  identity-checked: true
approved:
  by: Orla
  on: 2026-05-14
result: pass
awards:
  w1:
    name: Ada %k
    email: a@example.org
    url: https://ada.example/
    assessed:
      by:
        - Tim
      on: 2026-05-13
      identity-checked: true
    result: pass
    evidence:
      - name: Photo
        description: Kept.
        url: https://quay.example/f
    origin:
      id: https://old.example/1
      issuer: Old
      on: 2026-05-14
      checked: 2026-05-15
      outcome: valid
  w2:
    name: Bea %k
    email: b@example.org
`,
	"awards/c%k.yaml": `achievement: m%k
awarded: 2026-05-14
evidence:
  - Sheet
results:
  - assessment: practical
    grade: pass
    by:
      - Tom
    on: 2026-05-13
    identity-checked: true
awards:
  w1:
    name: Cleo %k
    email: c@example.org
  w2:
    name: Dora %k
    email: d@example.org
    results:
      - assessment: practical
        grade: pass
        by:
          - Tom
        on: 2026-05-13
        identity-checked: true
`,
	"awards/r%k.yaml": `achievement: b%k
awarded: 2026-05-14
recipient:
  name: Eve %k
  email: e@example.org
  url: https://eve.example/
origin:
  id: https://old.example/2
  issuer: Old
  on: 2026-05-14
  checked: 2026-05-15
  outcome: valid
`,
	"decisions/2026-06-01-%k.yaml": "award: a%k/w2\naction: revoke\non: 2026-06-01\nreason: awarded-in-error\ntext: Wrong.\nnote: Ours.\n",
}
