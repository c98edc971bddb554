// Judges VC-JWTs by jose, with the key from each place where it is published,
// and the status by @digitalbazaar/vc-bitstring-status-list.
import {createRemoteJWKSet, decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify} from 'jose';
import {home, json, resolver} from './web.mjs';
import {statusOf} from './bazaar.mjs';

const algorithms = ['ES256'];

// token returns the judge that takes the key from one place.
export function token(place) {
  return async ({text, now}) => {
    const {kid} = decodeProtectedHeader(text);
    if(kid === undefined) {
      return {verdict: 'refused', why: 'there is no kid'};
    }
    const issuer = decodeJwt(text).iss;
    const [did, fragment] = kid.split('#');
    if(did !== issuer) {
      return {verdict: 'refused', why: `the key ${kid} is not one of ${issuer}`};
    }
    const key = await place(did, fragment);
    let payload;
    try {
      ({payload} = await jwtVerify(text, key, {algorithms, issuer, ...(now && {currentDate: new Date(now)})}));
    } catch(e) {
      return {verdict: e instanceof errors.JWTExpired ? 'expired' : 'refused', why: e.message};
    }
    const differ = differing(payload);
    return differ ? {verdict: 'refused', why: `the claim ${differ} is not what the credential says`} : statusOf(payload);
  };
}

// byDID takes the key from the verification method of the DID document, which
// must be one for assertions.
export async function byDID(did, fragment) {
  const id = `${did}#${fragment}`;
  const document = await resolver.get({did});
  if(!document.assertionMethod.includes(id)) {
    throw new Error(`${id} is not a method for assertions`);
  }
  const method = await resolver.get({url: id});
  if(method.type !== 'JsonWebKey' || method.controller !== did) {
    throw new Error(`${id} is not a JsonWebKey of ${did}`);
  }
  return importJWK(method.publicKeyJwk, 'ES256');
}

// byFile takes the bare key from the file that is named after it.
export async function byFile(did, fragment) {
  return importJWK(await json(`${home(did)}keys/${fragment}.json`), 'ES256');
}

// bySet lets jose find the key in the set of keys of the site.
export async function bySet(did) {
  return createRemoteJWKSet(new URL('.well-known/jwks.json', home(did)));
}

// differing names the first registered claim that is not the same as in the
// credential that carries it (Open Badges 3.0, 8.2.4.1).
function differing(p) {
  const seconds = time => time === undefined ? undefined : Date.parse(time) / 1000;
  const same = {
    iss: p.issuer?.id, jti: p.id, sub: p.credentialSubject?.id, nbf: seconds(p.validFrom), exp: seconds(p.validUntil)
  };
  return Object.keys(same).find(claim => p[claim] !== same[claim]);
}
