// Judges the form of a document: ajv with an official JSON Schema, and jsonld
// in safe mode, where every term must be defined.
import addFormats from 'ajv-formats';
import jsonld from 'jsonld';
import {Ajv2019} from 'ajv/dist/2019.js';
import {documentLoader, json} from './web.mjs';

// The two published flavours carry each other's $id, so each has an ajv.
const compiled = new Map();

export function schema(url) {
  return async ({text}) => {
    if(!compiled.has(url)) {
      const ajv = new Ajv2019({allErrors: true, loadSchema: json});
      addFormats.default(ajv);
      compiled.set(url, ajv.compileAsync(await json(url)));
    }
    const validate = await compiled.get(url);
    return validate(JSON.parse(text)) ? {verdict: 'valid'} :
      {verdict: 'refused', why: validate.errors.map(e => `${e.instancePath} ${e.message}`).join('; ')};
  };
}

export async function safe({text}) {
  const expanded = await jsonld.expand(JSON.parse(text), {safe: true, documentLoader});
  const quads = await jsonld.canonize(expanded, {algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, documentLoader, skipExpansion: true});
  return quads.includes('\n') ? {verdict: 'valid'} : {verdict: 'refused', why: 'the document says nothing'};
}
