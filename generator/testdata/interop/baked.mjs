// Reads what is baked into a picture, and judges that it is the document that
// lies beside the picture.
import {isDeepStrictEqual} from 'node:util';
import {bazaar} from './bazaar.mjs';
import {get, json} from './web.mjs';

// baked returns the judge of one kind of credential: where it stands in PNG
// and SVG, and in which file it lies.
export function baked({keyword, element, file, signed}) {
  return async ({url, now}) => {
    const picture = Buffer.from(await (await get(url)).arrayBuffer());
    const text = url.endsWith('.png') ? textOf(picture, keyword) : elementOf(picture.toString('utf8'), element);
    const published = await json(new URL(file, url));
    if(!isDeepStrictEqual(JSON.parse(text), published)) {
      return {verdict: 'refused', why: `what is baked is not ${file}`};
    }
    return signed ? bazaar({text, now}) : {verdict: 'valid'};
  };
}

// textOf returns the text of the one iTXt chunk with a keyword (PNG, third
// edition, 11.3.3.4).
function textOf(picture, keyword) {
  if(picture.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') {
    throw new Error('not a PNG');
  }
  const found = [];
  let pixels = 0;
  for(let at = 8; at < picture.length;) {
    const size = picture.readUInt32BE(at);
    const kind = picture.toString('latin1', at + 4, at + 8);
    const data = picture.subarray(at + 8, at + 8 + size);
    if(crc(picture.subarray(at + 4, at + 8 + size)) !== picture.readUInt32BE(at + 8 + size)) {
      throw new Error(`the sum of a ${kind} chunk is wrong`);
    }
    if(kind === 'IDAT') {
      pixels += size;
    }
    if(kind === 'iTXt' && data.toString('latin1', 0, data.indexOf(0)) === keyword) {
      found.push(data.subarray(keyword.length + 1));
    }
    at += 12 + size;
  }
  if(found.length !== 1 || pixels === 0) {
    throw new Error(`${found.length} chunks named ${keyword}`);
  }
  const [data] = found;
  if(data[0] !== 0 || data[1] !== 0) {
    throw new Error('the text is compressed');
  }
  const language = data.indexOf(0, 2);
  return data.toString('utf8', data.indexOf(0, language + 1) + 1);
}

function crc(bytes) {
  let sum = 0xffffffff;
  for(const b of bytes) {
    sum ^= b;
    for(let i = 0; i < 8; i++) {
      sum = sum & 1 ? sum >>> 1 ^ 0xedb88320 : sum >>> 1;
    }
  }
  return (sum ^ 0xffffffff) >>> 0;
}

// elementOf returns the CDATA of the one element of a name.
function elementOf(drawing, element) {
  const found = [...drawing.matchAll(new RegExp(`<openbadges:${element}\\b([^>]*)><!\\[CDATA\\[(.*?)\\]\\]></openbadges:${element}>`, 'gs'))];
  if(found.length !== 1) {
    throw new Error(`${found.length} elements named ${element}`);
  }
  return found[0][2];
}
