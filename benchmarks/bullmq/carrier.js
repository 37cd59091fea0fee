// The caller's side of docs/carrier-protocol.md: orders go out as Peal's worker sends them, signed
// callbacks come in at a server of our own.
import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';

const MOST_SOCKETS = 128;
const CALLBACK_WITHIN_MILLIS = 30_000;
const MOST_BODY = 1_000_000;
const FRESH_SECONDS = 300;
const SIGNATURE = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;
const AGENT = {
  id: 'agent_01m816mqe46extsvj20tt312x9',
  name: 'Demo agent',
  voice: { provider: 'elevenlabs', voiceId: 'demo-voice' },
};

export class Carrier {
  #orders;
  #secret;
  #agent = new http.Agent({ keepAlive: true, maxSockets: MOST_SOCKETS });
  #open = new Map();
  #callbackUrl;

  constructor(simulator, secret) {
    this.#orders = new URL('/calls', simulator);
    this.#secret = secret;
  }

  /** A carrier at `simulator`, with a server for its callbacks that listens. */
  static async open(simulator, secret) {
    const carrier = new Carrier(simulator, secret);
    const server = http.createServer((request, response) => carrier.#callback(request, response));
    server.keepAliveTimeout = 120_000;
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    carrier.#callbackUrl = `http://127.0.0.1:${server.address().port}/carrier/callbacks`;
    return carrier;
  }

  /** Places the job's call; resolves with its outcome when the signed end has come. */
  async call(job) {
    const attempt = `call_${job.queueName}-${job.timestamp}-${job.id}#1`;
    const ended = this.#end(attempt);
    try {
      await this.#place(attempt, job.data);
      return await ended.outcome;
    } finally {
      clearTimeout(ended.timer);
      this.#open.delete(attempt);
    }
  }

  #end(attempt) {
    let resolve;
    let reject;
    const promise = new Promise((...both) => ([resolve, reject] = both));
    promise.catch(() => {});
    const timer = setTimeout(
      () => reject(new Error('the end was not called back')),
      CALLBACK_WITHIN_MILLIS,
    );
    this.#open.set(attempt, resolve);
    return { outcome: promise, timer };
  }

  #place(attempt, row) {
    const body = Buffer.from(
      JSON.stringify({
        to: row.phone_number,
        from: '+441632960999',
        prompt: `You call ${row.first_name}  to confirm tomorrow's appointment.`,
        welcomeMessage: `Hello ${row.first_name}, this is Peal.`,
        agent: AGENT,
        maxCallSeconds: 600,
        reference: 'demo/0',
        callbackUrl: this.#callbackUrl,
        callbacksPerPost: 100,
      }),
    );
    return new Promise((resolve, reject) => {
      const request = http.request(
        this.#orders,
        {
          method: 'POST',
          agent: this.#agent,
          headers: {
            'Content-Type': 'application/json; charset=UTF-8',
            'Content-Length': body.length,
            'Idempotency-Key': attempt,
          },
        },
        (response) => {
          response.resume();
          response.on('end', () =>
            Math.floor(response.statusCode / 100) === 2
              ? resolve()
              : reject(new Error(`the carrier answered ${response.statusCode}`)),
          );
          response.on('error', reject);
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  #callback(request, response) {
    const parts = [];
    let length = 0;
    request.on('data', (part) => {
      length += part.length;
      if (length > MOST_BODY) {
        response.writeHead(413).end();
        request.destroy();
      }
      parts.push(part);
    });
    request.on('end', () => {
      const body = Buffer.concat(parts);
      if (!this.#holds(request.headers['x-carrier-signature'], body)) {
        response.writeHead(401).end();
        return;
      }
      const message = JSON.parse(body);
      for (const callback of message.callbacks ?? [message]) {
        if (callback.event === 'ended') {
          this.#open.get(callback.attemptId)?.(callback.outcome);
        }
      }
      response.writeHead(200).end();
    });
  }

  #holds(header, body) {
    const [, time, given] = SIGNATURE.exec(header ?? '') ?? [];
    if (!time || Math.abs(Date.now() / 1_000 - Number(time)) > FRESH_SECONDS) {
      return false;
    }
    const made = createHmac('sha256', this.#secret).update(`${time}.`).update(body).digest();
    return timingSafeEqual(made, Buffer.from(given, 'hex'));
  }
}
