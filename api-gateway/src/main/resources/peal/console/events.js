// Server-sent events over fetch: EventSource cannot send the key's header.

import { send } from './api.js';

const LONGEST_WAIT = 30_000;

/**
 * Listens to a stream, and comes back with the last event's id when it breaks, until its last event
 * or an abort.
 *
 * @param on called with (name, data)
 * @param lost called with a Refusal or null when the line breaks and is tried again, or for good
 */
export async function listen(path, { on, lost, last, signal }) {
  let id = '';
  let wait = 1_000;
  while (!signal.aborted) {
    try {
      const response = await send(path, {
        signal,
        more: { Accept: 'text/event-stream', ...(id ? { 'Last-Event-ID': id } : {}) },
      });
      if (response.status === 204) {
        return;
      }
      for await (const event of events(response.body)) {
        wait = 1_000;
        if (event.id) {
          id = event.id;
        }
        if (event.data) {
          on(event.name, JSON.parse(event.data));
        }
        if (event.name === last) {
          return;
        }
      }
      lost(null);
    } catch (e) {
      if (signal.aborted || e.name === 'AbortError') {
        return;
      }
      if ([400, 401, 403, 404].includes(e.status)) {
        lost(e, true);
        return;
      }
      lost(e);
      wait = Math.max(wait, (e.retryAfter ?? 0) * 1_000);
    }
    await pause(wait, signal);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    while (true) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        yield parsed(block);
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parsed(block) {
  const event = { name: 'message', data: '', id: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') event.name = value;
    if (name === 'data') event.data += (event.data ? '\n' : '') + value;
    if (name === 'id') event.id = value;
  }
  return event;
}

/** Waits, unless aborted. */
export function pause(millis, signal) {
  return new Promise((done) => {
    const timer = setTimeout(finish, millis);
    function finish() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      done();
    }
    signal?.addEventListener('abort', finish);
  });
}
