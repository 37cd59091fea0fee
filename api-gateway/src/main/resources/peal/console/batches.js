import { ask, BATCHES } from './api.js';
import { el, fill } from './dom.js';
import { pause } from './events.js';
import { bar, day, ended, number, pager, percent, plural, refused, status } from './words.js';

const EVERY = 3_000;
const LIMIT = 10;
const STATUSES = ['all', 'queued', 'processing', 'paused', 'completed', 'cancelled', 'failed'];

/** All batches, newest first; looked at again while one of them is under way. */
export async function batchList(main, { signal }) {
  const at = { page: 1, status: 'all', before: [] };
  const list = el('div', { class: 'batches' });
  const note = el('div', { 'aria-live': 'polite' });
  const pages = el('div');
  const filter = el('select', { id: 'filter', onchange: () => { at.status = filter.value; at.before = []; at.page = 1; look(); } },
    STATUSES.map((word) => el('option', { value: word }, word === 'all' ? 'Any status' : word)));
  fill(main,
    el('div', { class: 'title' }, el('h1', {}, 'Batches'), el('a', { class: 'button main', href: '#/new' }, 'New batch')),
    el('div', { class: 'tools' }, el('label', { for: 'filter', class: 'unseen' }, 'Status'), filter), note, list, pages);
  let asked = 0;

  async function look() {
    const mine = ++asked;
    const before = at.before.length ? `&before=${at.before.at(-1)}` : '';
    const answer = await ask(`${BATCHES}?page=${at.page}&limit=${LIMIT}&status=${at.status}${before}`, { signal });
    if (mine !== asked) {
      return true;
    }
    if (answer.batches.length === 0 && at.page > 1) {
      at.page--;
      return look();
    }
    fill(note);
    draw(answer);
    return answer.batches.some((batch) => !batch.isComplete);
  }

  function draw(answer) {
    const older = answer.pagination.nextBefore;
    const focused = document.activeElement?.getAttribute('href');
    if (answer.batches.length === 0) {
      fill(list, at.status === 'all'
        ? el('div', { class: 'empty' }, el('h2', {}, 'No batch yet'),
          el('p', {}, 'A batch is a file of phone numbers, one row a call.'),
          el('a', { class: 'button', href: '#/new' }, 'Start the first one'))
        : el('p', { class: 'empty' }, `${older || at.before.length ? 'None of these batches' : 'No batch'} is ${at.status}.`));
    } else {
      fill(list, answer.batches.map(entry));
    }
    fill(pages, pager(answer.pagination, (page) => { at.page = page; look(); }, 'batches'), spans(older));
    if (focused) {
      for (const link of list.querySelectorAll('a')) {
        if (link.getAttribute('href') === focused) {
          link.focus({ preventScroll: true });
        }
      }
    }
  }

  /** With a filter, one answer looks at some thousand batches: on to the older ones, and back. */
  function spans(older) {
    if (!older && at.before.length === 0) {
      return null;
    }
    // What was drawn of one answer moves once: a second click comes before the next is here.
    let still = true;
    const moved = (move) => {
      if (still) {
        still = false;
        move();
        at.page = 1;
        look();
      }
    };
    const step = (text, on, move) => el('button', {
      type: 'button', class: 'quiet', disabled: !on, onclick: () => moved(move),
    }, text);
    return el('nav', { class: 'pager', 'aria-label': 'Newer and older batches' },
      step('Newer batches', at.before.length > 0, () => at.before.pop()),
      step('Older batches', older, () => at.before.push(older)));
  }

  let live = await look();
  while (!signal.aborted) {
    await pause(live ? EVERY : 4 * EVERY, signal);
    if (signal.aborted || document.hidden) {
      continue;
    }
    try {
      live = await look();
    } catch (e) {
      if (!signal.aborted) {
        fill(note, refused(e, 'The list is not up to date.'));
        await pause(1_000 * (e.retryAfter || 2), signal);
      }
    }
  }
}

function entry(batch) {
  const counts = batch.progress;
  const done = ended(counts);
  return el('article', {},
    el('div', { class: 'entry' },
      el('h2', {}, el('a', { href: `#/batches/${batch.id}` }, batch.name || 'Unnamed batch')), status(batch.status)),
    bar(counts, `${percent(done, counts.total)} ended`),
    el('p', { class: 'facts' },
      el('span', {}, `${number(done)} of ${plural(counts.total, 'call')} ended`),
      counts.failed ? el('span', {}, `${number(counts.failed)} failed`) : null,
      batch.scheduledAt ? el('span', {}, 'starts ', day(batch.scheduledAt)) : el('span', {}, day(batch.createdAt))));
}
