// Uploads an envelope by tus-js-client as it is: whole, in pieces with an abort, and over a restart of the server.
// Arguments: URL of /uploads, then three envelope files. Says "RESTART" when the server is to be killed and started,
// and goes on when a line comes back. Exit status 0 when all went as it should.
import assert from 'node:assert/strict'
import { createInterface } from 'node:readline'
import { readFileSync } from 'node:fs'
import { Upload } from 'tus-js-client'

const [endpoint, whole, aborted, restarted] = process.argv.slice(2)
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const chunkSize = 256 * 1024

/** Runs an upload to its end; `onChunk(upload, offset)` is told of every chunk that was taken. */
function run(file, options, onChunk = () => {}) {
  return new Promise((resolve, reject) => {
    const content = readFileSync(file)
    const upload = new Upload(content, {
      endpoint,
      retryDelays: [],
      ...options,
      onError: reject,
      onSuccess: () => resolve(upload),
      onChunkComplete: (size, offset, total) => onChunk(upload, offset, total, resolve),
    })
    upload.start()
  })
}

// 1. All at once.
await run(whole, {})

// 2. Stopped after the second chunk, then taken up by its address, where it was.
let first
await run(aborted, { chunkSize }, (upload, offset, total, resolve) => {
  if (offset >= 2 * chunkSize && !first) {
    first = upload
    upload.abort().then(resolve)
  }
})
assert.ok(first.url, 'the upload has an address')
let resumedAt
await run(aborted, { chunkSize, uploadUrl: first.url }, (upload, offset) => (resumedAt ??= offset))
assert.ok(resumedAt >= 3 * chunkSize, `went on at ${resumedAt}`)

// 3. The server is killed in the middle; its memory of the upload is on the disk.
let before
await run(restarted, { chunkSize }, (upload, offset, total, resolve) => {
  if (offset >= 2 * chunkSize && !before) {
    before = upload
    upload.abort().then(resolve)
  }
})
console.log('RESTART')
await lines.next()
let afterRestart
await run(restarted, { chunkSize, uploadUrl: before.url }, (upload, offset) => (afterRestart ??= offset))
assert.ok(afterRestart >= 3 * chunkSize, `went on at ${afterRestart}`)

// 4. Metadata would tell the server a file's name: refused, with the reason.
const refusal = await run(whole, { metadata: { filename: 'notice.pdf' } }).then(
  () => assert.fail('metadata was taken'),
  (error) => error.originalResponse,
)
assert.equal(refusal.getStatus(), 400)
assert.deepEqual(JSON.parse(refusal.getBody()), { reason: 'METADATA_REFUSED' })

// 5. Ended before it was complete: gone.
let ended
await run(aborted, { chunkSize }, (upload, offset, total, resolve) => {
  if (!ended) {
    ended = upload
    upload.abort(true).then(resolve)
  }
})
const gone = await fetch(new URL(ended.url, endpoint), { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } })
assert.equal(gone.status, 404)
process.exit(0)
