import { ask } from './api.js';
import { el, field, fill } from './dom.js';
import { moment, pager, refused, seconds, status, words } from './words.js';

const CALLS = 20;

/** A number's calls over all batches. The number stays out of the address, which browsers remember. */
export async function numberHistory(main, { signal }) {
  const at = { page: 1, number: '', before: '' };
  const input = el('input', { type: 'tel', required: true, autocomplete: 'off', placeholder: '+12125550123' });
  const list = el('div', { 'aria-live': 'polite' });
  const form = el('form', { onsubmit: begin },
    field('Phone number', input, 'As it was dialed, with + and the country code.'),
    el('button', { class: 'main' }, 'Look up'));
  fill(main, el('h1', {}, 'Number'), form, list);
  let asked = 0;

  function begin(event) {
    event.preventDefault();
    at.number = input.value.replace(/[^+0-9]/g, '');
    at.page = 1;
    at.before = '';
    look();
  }

  async function look() {
    const mine = ++asked;
    const older = at.before ? `&before=${at.before}` : '';
    const path = `/v1/api/calls?phone_number=${encodeURIComponent(at.number)}&page=${at.page}&limit=${CALLS}${older}`;
    try {
      const answer = await ask(path, { signal });
      if (mine === asked) {
        draw(answer);
      }
    } catch (e) {
      if (!signal.aborted && mine === asked) {
        fill(list, refused(e, 'The calls could not be read.'));
      }
    }
  }

  function draw(answer) {
    const older = answer.nextBefore
      ? el('button', { type: 'button', class: 'quiet', onclick: () => { at.before = answer.nextBefore; at.page = 1; look(); } }, 'Look at older batches')
      : null;
    fill(list,
      answer.calls.length
        ? el('table', { class: 'calls' }, el('caption', { class: 'unseen' }, 'Calls of the number'),
          el('thead', {}, el('tr', {}, ['Batch', 'Status', 'Outcome', 'Dialed', 'Talked'].map((title) => el('th', { scope: 'col' }, title)))),
          el('tbody', {}, answer.calls.map(row)))
        : el('p', { class: 'empty' }, older || at.before ? 'No call to this number in these batches.' : 'No call to this number is kept.'),
      pager(answer.pagination, (page) => { at.page = page; look(); }, 'calls'), older);
  }

  input.focus({ preventScroll: true });
}

function row(call) {
  const batch = call.batchId ?? call.jobId.replace(/^call_([0-9a-z]+)-.*$/, 'batch_$1');
  return el('tr', {},
    el('td', {}, el('a', { href: `#/batches/${batch}/calls/${call.jobId}` }, call.batchId ? call.batchName || 'Unnamed batch' : 'Single call')),
    el('td', {}, status(call.status)),
    el('td', {}, words(call.outcome ?? '') || '–', call.nextAttemptAt ? [' again ', moment(call.nextAttemptAt)] : null),
    el('td', {}, moment(call.startTime ?? call.queuedAt)),
    el('td', { class: 'count' }, seconds(call.duration)));
}
