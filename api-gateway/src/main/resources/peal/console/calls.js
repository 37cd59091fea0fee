import { ask } from './api.js';
import { el, fill } from './dom.js';
import { moment, number, pager, PARTS, refused, rowOf, seconds, status, words } from './words.js';

const CALLS = 20;
const STATUSES = ['all', ...PARTS];

/** The calls, a page at a time. */
export function callTable(path, id, node, signal) {
  const at = { page: 1, status: 'all' };
  const body = el('tbody');
  const pages = el('div');
  const note = el('div', { 'aria-live': 'polite' });
  const filter = el('select', { id: 'call-filter', onchange: () => { at.status = filter.value; at.page = 1; look(); } },
    STATUSES.map((word) => el('option', { value: word }, word === 'all' ? 'Any status' : word)));
  fill(node, el('div', { class: 'tools' }, el('h2', { id: 'calls-title' }, 'Calls'),
    el('label', { for: 'call-filter', class: 'unseen' }, 'Status of the calls'), filter),
    note,
    el('table', { class: 'calls' }, el('caption', { class: 'unseen' }, 'Calls of the batch'),
      el('thead', {}, el('tr', {}, ['Row', 'Number', 'Status', 'Outcome', 'Dialed', 'Talked'].map((title) => el('th', { scope: 'col' }, title)))),
      body), pages);
  let asked = 0;

  async function look() {
    const mine = ++asked;
    try {
      const answer = await ask(`${path}/calls?page=${at.page}&limit=${CALLS}&status=${at.status}`, { signal });
      if (mine !== asked) {
        return;
      }
      fill(note);
      const focused = document.activeElement?.getAttribute('href');
      fill(body, answer.calls.length
        ? answer.calls.map(row)
        : el('tr', {}, el('td', { colspan: 6, class: 'empty' }, at.status === 'all' ? 'No call yet.' : `No call is ${at.status}.`)));
      fill(pages, pager(answer.pagination, (page) => { at.page = page; look(); }, 'calls'));
      if (focused) {
        [...body.querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus({ preventScroll: true });
      }
    } catch (e) {
      if (!signal.aborted) {
        fill(note, refused(e, 'The calls could not be read.'));
      }
    }
  }

  function row(call) {
    const outcome = words(call.outcome ?? '') || '–';
    const again = call.nextAttemptAt ? [' again ', moment(call.nextAttemptAt)] : null;
    return el('tr', {},
      el('td', { class: 'count' }, number(rowOf(call.jobId))),
      el('td', {}, el('a', { href: `#/batches/${id}/calls/${call.jobId}` }, call.phone_number)),
      el('td', {}, status(call.status)),
      el('td', {}, outcome, again),
      el('td', {}, moment(call.startTime)),
      el('td', { class: 'count' }, seconds(call.duration)));
  }

  return { look };
}
