// Signs credentials of a site with @digitalbazaar/vc and eddsa-rdfc-2022, and
// prints how long that took, without the start of Node and the first few, in
// which it compiles itself.
//
//   node sign.mjs CREDENTIALS CONTEXTS COUNT
import * as ed25519 from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {readdirSync, readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {join} from 'node:path';

const [, , list, folder, count] = process.argv;
const credentials = readFileSync(list, 'utf8').trim().split('\n').map(line => {
  const {proof, ...unsigned} = JSON.parse(line);
  return unsigned;
});

// The contexts are at hand: no network is measured.
const contexts = new Map([
  ['https://www.w3.org/ns/credentials/v2', 'credentials-v2.json'],
  ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json', 'ob-3.0.3.json'],
  ['https://purl.imsglobal.org/spec/ob/v3p0/extensions.json', 'ob-extensions.json'],
  ['https://w3id.org/security/data-integrity/v2', 'data-integrity-v2.json']
].map(([url, name]) => [url, JSON.parse(readFileSync(join(folder, name)))]));

async function documentLoader(url) {
  if(!contexts.has(url)) {
    throw new Error(`no context ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: contexts.get(url)};
}

const key = await ed25519.generate({id: 'did:web:credentials.harbour.example#bench', controller: 'did:web:credentials.harbour.example'});
const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite});
const sign = i => vc.issue({credential: structuredClone(credentials[i % credentials.length]), suite, documentLoader});

for(let i = 0; i < 20; i++) {
  await sign(i);
}
const start = process.hrtime.bigint(), before = process.cpuUsage();
for(let i = 0; i < Number(count); i++) {
  await sign(i);
}
const {user, system} = process.cpuUsage(before);
console.log(JSON.stringify({wall: Number(process.hrtime.bigint() - start), cpu: 1000 * (user + system)}));
