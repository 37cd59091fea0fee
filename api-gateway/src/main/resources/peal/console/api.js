// Requests to the public API, with the key of whoever is signed in.

import { access } from './access.js';

export const BATCHES = '/v1/api/batch-calls';
export const AGENTS = '/v1/api/agents';
export const WORKSPACE = '/v1/api/workspace';
export const DO_NOT_CALL = '/v1/api/do-not-call';

/** What the API said when it refused: its own sentence, and what it lists. */
export class Refusal extends Error {
  constructor(status, body, retryAfter) {
    super(sentence(status, body));
    this.status = status;
    this.title = typeof body?.error === 'string' ? body.error : '';
    this.code = body?.code ?? body?.error?.code ?? '';
    this.problems = Array.isArray(body?.errors) ? body.errors : [];
    this.place = body?.field ?? body?.parameter ?? '';
    this.requestId = body?.requestId ?? '';
    this.retryAfter = retryAfter;
  }
}

function sentence(status, body) {
  const said = body?.message ?? body?.error?.message ?? body?.error;
  if (typeof said === 'string' && said !== '') {
    return said;
  }
  return status === 0
    ? 'Peal cannot be reached. Check that it runs, and the network between.'
    : `Peal answered ${status}.`;
}

export function headers(who = access()) {
  return who ? { 'x-api-key': who.key, 'x-workspace-id': who.workspace } : {};
}

let signedOut = () => {};

/** Calls back when a key has stopped to open the workspace. */
export function whenSignedOut(listener) {
  signedOut = listener;
}

/** A response with status 2xx; all else is a Refusal. */
export async function send(path, { method = 'GET', form, json, more, signal, who } = {}) {
  const request = { method, headers: { ...headers(who), ...more }, signal, cache: 'no-store' };
  if (form) {
    request.body = form;
  } else if (json !== undefined) {
    request.body = JSON.stringify(json);
    request.headers['Content-Type'] = 'application/json';
  }
  let response;
  try {
    response = await fetch(path, request);
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new Refusal(0, null, 2);
  }
  if (!response.ok) {
    throw await refusal(response, who);
  }
  return response;
}

/** The JSON of an answer. */
export async function ask(path, options) {
  return (await send(path, options)).json();
}

async function refusal(response, who) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    // No JSON: a proxy's page, say. The status has to do.
  }
  if (response.status === 401 && !who) {
    signedOut();
  }
  return new Refusal(response.status, body, Number(response.headers.get('Retry-After')) || 0);
}

/** A key under which a request that is sent again does not start anything twice. */
export function onceKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Saves an answer as a file. */
export async function download(path, name, signal, options) {
  const blob = await (await send(path, { ...options, signal })).blob();
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
