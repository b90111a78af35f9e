/** A tus server for tests that does wrong what it is told to: cuts, loses, lies, is full. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

/** Faults are functions `(request, upload) => boolean | fault name`, asked in order; the first that is not false is used up. */
export class TusServer {
  uploads = new Map();
  requests = [];
  faults = [];
  #server = createServer((request, response) => this.#handle(request, response));

  async start() {
    await new Promise((done) => this.#server.listen(0, '127.0.0.1', done));
    this.base = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** What came of the one upload that is whole. */
  whole() {
    const all = [...this.uploads.values()].filter(({ bytes, length }) => bytes.length === length);
    if (all.length !== 1) throw new Error(`${all.length} uploads are whole`);
    return all[0].bytes;
  }

  #handle(request, response) {
    const { method, url, headers } = request;
    this.requests.push({ method, url, headers: Object.entries(headers) });
    const fault = this.faults.length > 0 && this.faults[0].on(method) ? this.faults.shift() : {};
    const upload = this.uploads.get(url);
    const answer = (status, fields = {}, body = '') => {
      response.writeHead(status, { 'Tus-Resumable': '1.0.0', ...fields });
      response.end(body);
    };
    if (fault.status) {
      request.resume();
      return request.on('end', () => answer(fault.status, fault.fields, fault.body));
    }
    if (method === 'POST') return this.#create(request, response, fault, answer);
    if (!upload) return answer(404, {}, '{"reason":"UNKNOWN_UPLOAD"}');
    if (method === 'HEAD') return answer(200, { 'Upload-Offset': upload.bytes.length + (fault.lie ?? 0), 'Upload-Length': upload.length });
    if (method === 'DELETE') return this.uploads.delete(url), answer(204);
    if (Number(headers['upload-offset']) !== upload.bytes.length) return request.resume(), answer(409, {}, '{"reason":"WRONG_OFFSET"}');
    return this.#take(request, response, upload, fault, () => answer(204, { 'Upload-Offset': upload.bytes.length }));
  }

  #create(request, response, fault, answer) {
    const upload = { bytes: Buffer.alloc(0), length: Number(request.headers['upload-length']) };
    const path = `/uploads/${randomBytes(16).toString('hex')}`;
    this.#take(request, response, upload, fault, () => {
      this.uploads.set(path, upload);
      answer(201, { Location: path, 'Upload-Offset': upload.bytes.length });
    });
  }

  /** Keeps what comes; with `cut` so many bytes of it, and then the connection ends. With `deaf` it is kept and not answered. */
  #take(request, response, upload, fault, done) {
    let left = fault.cut ?? Infinity;
    request.on('data', (chunk) => {
      upload.bytes = Buffer.concat([upload.bytes, chunk.subarray(0, left)]);
      left -= chunk.length;
      if (left <= 0) response.destroy();
    });
    request.on('end', () => {
      if (fault.deaf) response.destroy();
      else if (left > 0) done();
    });
  }
}
