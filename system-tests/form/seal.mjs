/**
 * The form's core as a page would use it, under node: reads current.json, chooses the keyset, makes a receipt code, and
 * seals a text and then files, each part an envelope of its own.
 *
 * Arguments: core.js, a JSON file that says what to seal. Prints {"code", "envelopes": [path …]}.
 */
import { webcrypto } from 'node:crypto';
import { createWriteStream, openAsBlob, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';

const core = await import(pathToFileURL(process.argv[2]));
const job = JSON.parse(readFileSync(process.argv[3], 'utf8'));
const random = (length) => webcrypto.getRandomValues(new Uint8Array(length));

const reader = new core.Reader(job.instance, true);
const current = await reader.read(Uint8Array.from(readFileSync(job.current)), job.day);
const recipients = core.recipientsOf(await core.keysetToSealTo(current, job.day));
await core.checkRecipients(recipients);

const entropy = random(16);
const instance = Uint8Array.from(Buffer.from(job.instance, 'hex'));
const { reply, thread } = await core.receiptKeys(entropy, instance);
const sitting = { instance, recipients, thread, id: random(16) };

const attachmentOf = async ({ path, name, type, showsIdentity }) => ({
  name: core.fittedName(name),
  type: core.fittedType(type),
  content: await openAsBlob(path),
  showsIdentity,
});

const envelopes = [];
async function write({ chunks }) {
  const path = `${job.out}-${envelopes.length}.tnq`;
  await pipeline(chunks, createWriteStream(path));
  envelopes.push(path);
}

const account = { detained: [], events: [], consent: [], ...job.account };
const identity = job.identity;
await write(await core.sealTestimony(sitting, account, reply, job.parts.length, { identity, attachments: [] }, random));
for (const [i, part] of job.parts.entries()) {
  const attachments = await Promise.all(part.map(attachmentOf));
  await write(await core.sealPart(sitting, i + 1, attachments, random));
}
console.log(JSON.stringify({ code: await core.writeDigits(entropy), envelopes }));
