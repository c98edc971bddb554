// Judges a DID document: @digitalbazaar/did-method-web resolves it and each of
// its methods, and every key is one that can be used.
import * as ed25519 from '@digitalbazaar/ed25519-multikey';
import {importJWK} from 'jose';
import {resolver} from './web.mjs';

export async function did({text}) {
  const {id} = JSON.parse(text);
  const document = await resolver.get({did: id});
  const refuse = why => ({verdict: 'refused', why});
  if(document.verificationMethod.length === 0) {
    return refuse('there is no key');
  }
  for(const {id: method} of document.verificationMethod) {
    const {type, controller, publicKeyJwk, ...key} = await resolver.get({url: method});
    if(controller !== id) {
      return refuse(`${method} is controlled by ${controller}`);
    }
    if(type === 'Multikey') {
      await ed25519.from({type, controller, ...key});
    } else if(type === 'JsonWebKey') {
      await importJWK(publicKeyJwk);
    } else {
      return refuse(`${method} is a ${type}`);
    }
  }
  const known = new Set(document.verificationMethod.map(m => m.id));
  const unknown = document.assertionMethod.find(m => !known.has(m));
  return unknown ? refuse(`assertionMethod names ${JSON.stringify(unknown)}`) : {verdict: 'valid'};
}
