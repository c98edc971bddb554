// What a verifier reads from the web: documents, contexts and DIDs, each as
// the published address gives it. Nothing is built in.
import * as didWeb from '@digitalbazaar/did-method-web';
import * as ed25519 from '@digitalbazaar/ed25519-multikey';
import {CachedResolver} from '@digitalbazaar/did-io';

const driver = didWeb.driver();
driver.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: ed25519.from});

export const resolver = new CachedResolver();
resolver.use(driver);

// get returns the response to a request that succeeded.
export async function get(url) {
  const response = await fetch(url);
  if(!response.ok) {
    throw new Error(`${url} answers ${response.status}`);
  }
  return response;
}

export async function json(url) {
  return (await get(url)).json();
}

// Contexts do not change while the test runs; all else is asked for again.
const contexts = new Map();
const constant = /^https:\/\/(www\.w3\.org|w3id\.org|purl\.imsglobal\.org)\//;

// documentLoader is how the JSON-LD libraries ask for a document.
export async function documentLoader(url) {
  if(url.startsWith('did:')) {
    return {contextUrl: null, documentUrl: url, document: await resolver.get({url})};
  }
  if(constant.test(url)) {
    if(!contexts.has(url)) {
      contexts.set(url, json(url));
    }
    return {contextUrl: null, documentUrl: url, document: await contexts.get(url)};
  }
  return {contextUrl: null, documentUrl: url, document: await json(url)};
}

// home returns the address of the site that a did:web belongs to.
export function home(did) {
  const [, method, host, ...path] = did.split(':');
  if(method !== 'web') {
    throw new Error(`${did} is not a did:web`);
  }
  return `https://${[host, ...path].map(decodeURIComponent).join('/')}/`;
}
