// Judges by the Digital Credentials Consortium: @digitalcredentials/verifier-core,
// with the contexts that it brings along.
import {verifyCredential} from '@digitalcredentials/verifier-core';

export async function core({text}) {
  const {verdict, why} = await judge(text);
  return {verdict, why};
}

// schema is the verdict of the same verifier on the form of a credential: it
// asks purl.imsglobal.org for the official JSON Schema by itself.
export async function schema({text}) {
  const {schemas, why} = await judge(text);
  if(!Array.isArray(schemas) || schemas.length === 0) {
    return {verdict: 'refused', why: `no schema was looked at: ${schemas ?? why}`};
  }
  const errors = schemas.flatMap(s => s.result.valid ? [] : s.result.errors);
  return errors.length === 0 ? {verdict: 'valid'} :
    {verdict: 'refused', why: errors.map(e => `${e.instancePath} ${e.message}`).join('; ')};
}

// One document is judged once for both.
let last = {};

async function judge(text) {
  if(last.text !== text) {
    last = {text, result: await verify(text)};
  }
  return last.result;
}

async function verify(text) {
  const credential = JSON.parse(text);
  const {errors, log = [], additionalInformation = []} = await verifyCredential({credential, knownDIDRegistries: []});
  const schemas = additionalInformation.find(i => i.id === 'schema_check')?.results;
  if(errors) {
    return {verdict: 'refused', why: errors.map(e => `${e.name}: ${e.message}`).join('; '), schemas};
  }
  const step = id => log.find(s => s.id === id);
  const failed = log.find(s => s.error);
  if(failed) {
    return {verdict: 'refused', why: `${failed.id}: ${failed.error.name}: ${failed.error.message}`, schemas};
  }
  if(step('valid_signature')?.valid !== true) {
    return {verdict: 'refused', why: 'the signature step says no', schemas};
  }
  if(step('expiration')?.valid !== true) {
    return {verdict: 'expired', schemas};
  }
  for(const {statusPurpose} of [credential.credentialStatus ?? []].flat()) {
    const status = step(`${statusPurpose}_status`);
    if(status === undefined) {
      return {verdict: 'refused', why: `the ${statusPurpose} was not looked at`, schemas};
    }
    if(!status.valid) {
      return {verdict: statusPurpose === 'suspension' ? 'suspended' : 'revoked', schemas};
    }
  }
  return {verdict: 'valid', schemas};
}
