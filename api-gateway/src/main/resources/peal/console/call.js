import { ask, BATCHES } from './api.js';
import { el, fill, announce } from './dom.js';
import { pause } from './events.js';
import { moment, rowOf, seconds, status, words } from './words.js';

/** One call: how it stands, its dials, what was said, and its history. */
export async function oneCall(main, { signal, parts: [batch, job] }) {
  const path = `${BATCHES}/${batch}/calls/${job}`;
  let said = '';
  while (!signal.aborted) {
    const call = await ask(path, { signal });
    const [why, history] = [await known(`${path}/why`, signal), await known(`${path}/history`, signal)];
    // How many wait before it changes all the time, and is no reason to draw everything anew.
    const text = JSON.stringify([call, why?.rule, { ...history, now: Boolean(history?.now) }]);
    if (text !== said) {
      said = text;
      draw(main, batch, call, why, history);
      announce(`Call of row ${rowOf(job)}: ${call.status}`);
    } else {
      say(main, '#why', why ? because(why) : '');
      say(main, '#now', history?.now ? `Now ${history.now}` : '');
    }
    if (['completed', 'failed', 'cancelled'].includes(call.status)) {
      return;
    }
    await pause(3_000, signal);
  }
}

/** Null while nobody can tell, such as when its lane moves; the call itself is shown all the same. */
async function known(path, signal) {
  try {
    return await ask(path, { signal });
  } catch (e) {
    if (signal.aborted) {
      throw e;
    }
    return null;
  }
}

function because(why) {
  return `${words(why.verdict)}: ${why.why}`;
}

function say(main, where, text) {
  const node = main.querySelector(where);
  if (node && node.textContent !== text) {
    node.textContent = text;
  }
}

function draw(main, batch, call, why, history) {
  const result = call.result ?? {};
  const facts = [
    ['Outcome', words(result.outcome ?? call.outcome) || '–'],
    ['Why', why ? el('span', { id: 'why' }, because(why)) : null],
    ['Error', call.error],
    ['Last dial', moment(call.startTime)],
    ['Ended', moment(call.endTime)],
    ['Talked', call.duration === undefined ? null : seconds(call.duration)],
    ['Next dial', call.nextAttemptAt ? moment(call.nextAttemptAt) : null],
    ['Job', el('code', {}, call.jobId)],
  ];
  fill(main,
    el('p', { class: 'crumb' }, el('a', { href: `#/batches/${batch}` }, '← Batch')),
    el('div', { class: 'title' }, el('h1', {}, call.phone_number), status(call.status)),
    el('p', { class: 'lead' }, `Row ${rowOf(call.jobId)} of the file`),
    el('dl', { class: 'sheet facts-list' }, facts.filter(([, value]) => value).map(([name, value]) =>
      el('div', {}, el('dt', {}, name), el('dd', {}, value)))),
    attempts(call.attempts ?? []), transcript(call, result), variables(result.metadata), events(history));
}

function attempts(list) {
  if (!list.length) {
    return el('section', {}, el('h2', {}, 'Dials'), el('p', { class: 'empty' }, 'Not dialed yet.'));
  }
  return el('section', {}, el('h2', {}, 'Dials'), el('div', { class: 'scroll' }, el('table', {},
    el('thead', {}, el('tr', {}, ['Attempt', 'Began', 'Ended', 'Outcome', ''].map((title) => el('th', { scope: 'col' }, title)))),
    el('tbody', {}, list.map((attempt) => el('tr', {},
      el('td', {}, String(attempt.attempt)), el('td', {}, moment(attempt.startTime)), el('td', {}, moment(attempt.endTime)),
      el('td', {}, words(attempt.outcome) || 'under way'), el('td', {}, attempt.error ?? '')))))));
}

function transcript(call, result) {
  const text = result.transcript;
  if (!text) {
    return call.status === 'completed'
      ? el('section', {}, el('h2', {}, 'Transcript'), el('p', { class: 'empty' }, 'The carrier sent none.'))
      : null;
  }
  return el('section', {}, el('h2', {}, 'Transcript'),
    el('div', { class: 'transcript' }, String(text).split('\n').map((line) => el('p', {}, line))));
}

function variables(metadata) {
  const entries = Object.entries(metadata ?? {});
  return entries.length === 0 ? null : el('section', {}, el('h2', {}, 'From the file'),
    el('dl', { class: 'facts-list' }, entries.map(([name, value]) =>
      el('div', {}, el('dt', {}, name), el('dd', {}, String(value))))));
}

function events(history) {
  if (!history) {
    return null;
  }
  return el('section', { id: 'history' }, el('h2', {}, 'History'),
    history.now ? el('p', { class: 'lead', id: 'now' }, `Now ${history.now}`) : null,
    el('ol', { class: 'history' }, history.events.map(({ time, kind, attempt, worker, reason }) => {
      const notes = [attempt ? `attempt ${attempt}` : null, worker ? `worker ${worker}` : null].filter(Boolean);
      return el('li', {},
        el('span', { class: 'when' }, moment(time)),
        el('span', {}, el('strong', {}, words(kind)), ' ', reason,
          notes.length ? el('span', { class: 'hint' }, ' ' + notes.join(', ')) : null));
    })),
    history.complete ? null : el('p', { class: 'hint' }, 'Older records of this call are no longer kept.'));
}
