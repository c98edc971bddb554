// Judges cases: reads a list of them from the first file, and writes what each
// verifier says to the second.
//
//   {"verifier": "…", "url": "https://…"}                  what is published there
//   {"verifier": "…", "text": "…", "now": "2026-…"}        this text, on that day
import {readFile, writeFile} from 'node:fs/promises';
import {baked} from './baked.mjs';
import {bazaar} from './bazaar.mjs';
import {byDID, byFile, bySet, token} from './token.mjs';
import {core, schema as coreSchema} from './core.mjs';
import {did} from './did.mjs';
import {get} from './web.mjs';
import {refused} from './wire.mjs';
import {safe, schema} from './form.mjs';

const schemas = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/';

const verifiers = {
  'verifier-core': core,
  'verifier-core schema': coreSchema,
  'digitalbazaar/vc': bazaar,
  'ajv strict': schema(`${schemas}json/ob_v3p0_achievementcredential_schema.json`),
  'ajv json-ld': schema(`${schemas}json-ld/ob_v3p0_achievementcredential_schema.json`),
  'ajv profile': schema(`${schemas}json-ld/ob_v3p0_profile_schema.json`),
  'jsonld safe': safe,
  'jose did.json': token(byDID),
  'jose /keys/': token(byFile),
  'jose JWKS': token(bySet),
  'did-method-web': did,
  'baked OB 2.0': baked({keyword: 'openbadges', element: 'assertion', file: 'assertion.json', signed: false}),
  'baked OB 3.0': baked({keyword: 'openbadgecredential', element: 'credential', file: 'credential.json', signed: true})
};

// Pictures are read by their judges.
const isPicture = url => /\.(png|svg)$/.test(url);

async function judge(c) {
  try {
    const text = c.text ?? (isPicture(c.url) ? undefined : await (await get(c.url)).text());
    return await verifiers[c.verifier]({...c, text});
  } catch(e) {
    const more = e?.details?.event?.message; // of jsonld
    return {verdict: 'refused', why: [e?.message ?? e, more].filter(Boolean).join(' ')};
  }
}

const [, , from, to] = process.argv;
const verdicts = [];
for(const c of JSON.parse(await readFile(from, 'utf8'))) {
  if(!verifiers[c.verifier]) {
    throw new Error(`there is no verifier ${c.verifier}`);
  }
  verdicts.push(await judge(c));
}
await writeFile(to, JSON.stringify({verdicts, refused}));
