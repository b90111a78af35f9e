/**
 * What a page of the form does between its fields and the server, without the fields: seals a text and the chosen files,
 * each file a part of its own, and brings all to the server. For FormBrowserIT, which calls `taniq` from outside.
 */
import * as core from '/parts.js';

const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

async function bring(sealed, told) {
  const upload = new core.Upload(sealed, ({ state, wait }) => {
    told.add(state + (wait ? ` ${wait.because}` : ''));
    if (wait) setTimeout(() => upload.hurry(), 50);
  }, random);
  return (await upload.run()).end;
}

window.taniq = async ({ instance, day, narrative }) => {
  const reader = new core.Reader(instance, true);
  const current = await (await fetch('/taniq/current.json', { cache: 'no-store' })).arrayBuffer();
  const keyset = await core.keysetToSealTo(await reader.read(new Uint8Array(current), day), day);
  const recipients = core.recipientsOf(keyset);
  await core.checkRecipients(recipients);
  const entropy = random(16);
  const { reply, thread } = await core.receiptKeys(entropy, bytes(instance));
  const sitting = { instance: bytes(instance), recipients, thread, id: random(16) };
  const files = [...document.getElementById('files').files];
  const account = { language: 'az', narrative, detained: [], events: [], consent: [] };
  const began = performance.now();
  const told = new Set();
  const ends = [];
  const identity = { name: 'Ayşə' };
  ends.push(await bring(await core.sealTestimony(sitting, account, reply, files.length, { identity, attachments: [] }, random), told));
  for (const [i, file] of files.entries()) {
    const name = core.fittedName(file.name);
    const attachments = [{ name, type: core.fittedType(file.type), content: file, showsIdentity: i % 2 === 1 }];
    ends.push(await bring(await core.sealPart(sitting, i + 1, attachments, random), told));
  }
  return { code: await core.writeDigits(entropy), ends, told: [...told], millis: performance.now() - began };
};
document.body.id = 'ready';
