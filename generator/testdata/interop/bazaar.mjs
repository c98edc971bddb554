// Judges by Digital Bazaar: @digitalbazaar/vc with eddsa-rdfc-2022, and
// @digitalbazaar/vc-bitstring-status-list.
import * as status from '@digitalbazaar/vc-bitstring-status-list';
import * as vc from '@digitalbazaar/vc';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {documentLoader} from './web.mjs';

const suite = () => new DataIntegrityProof({cryptosuite});

// bazaar judges a credential, or a status list, which is a credential too.
export async function bazaar({text, now}) {
  const credential = JSON.parse(text);
  const result = await vc.verifyCredential({
    credential, suite: suite(), documentLoader, checkStatus: status.checkStatus, ...(now && {now: new Date(now)})
  });
  if(!result.verified) {
    const why = reasons(result.error ?? result.statusResult?.error);
    return {verdict: /is after "validUntil"/.test(why) ? 'expired' : 'refused', why};
  }
  return standing(result.statusResult);
}

// statusOf judges the status of a credential alone.
export async function statusOf(credential) {
  const result = await status.checkStatus({credential, suite: suite(), documentLoader});
  if(!result.verified) {
    return {verdict: 'refused', why: reasons(result.error)};
  }
  return standing(result);
}

// standing reads what the lists say: that they could be read is all that
// "verified" means there.
function standing(result) {
  const set = (result?.results ?? []).filter(r => r.status).map(r => r.credentialStatus.statusPurpose);
  if(set.includes('revocation')) {
    return {verdict: 'revoked'};
  }
  return {verdict: set.includes('suspension') ? 'suspended' : 'valid'};
}

function reasons(error) {
  return [error, ...(error?.errors ?? []), error?.cause].map(e => e?.message).filter(Boolean).join('; ') || 'no reason given';
}
