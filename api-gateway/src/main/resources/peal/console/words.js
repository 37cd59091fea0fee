// How things are said: numbers, times, statuses, refusals.

import { el } from './dom.js';

const NUMBER = new Intl.NumberFormat('en');
const MOMENT = new Intl.DateTimeFormat('en', {
  day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});
const DAY = new Intl.DateTimeFormat('en', {
  day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
});

export const PARTS = ['completed', 'failed', 'cancelled', 'active', 'waiting'];

const MARKS = {
  queued: '○', waiting: '○', processing: '◐', active: '◐', completed: '●', failed: '✕', cancelled: '–', paused: '‖',
};

export function number(value) {
  return NUMBER.format(value ?? 0);
}

export function plural(count, one, many = one + 's') {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export function percent(part, whole) {
  if (!whole) {
    return '0 %';
  }
  const exact = (100 * part) / whole;
  // 99.96 % is not all of it.
  return `${exact > 99 && exact < 100 ? 99 : Math.round(exact)} %`;
}

/** A moment with seconds. */
export function moment(millis) {
  return millis === undefined || millis === null
    ? '–'
    : el('time', { datetime: new Date(millis).toISOString() }, MOMENT.format(millis));
}

/** A day and its time. */
export function day(millis) {
  return millis === undefined || millis === null
    ? '–'
    : el('time', { datetime: new Date(millis).toISOString() }, DAY.format(millis));
}

export function seconds(value) {
  if (value === undefined || value === null) {
    return '–';
  }
  if (value < 60) {
    return `${Math.round(value * 10) / 10} s`;
  }
  const whole = Math.round(value);
  if (whole < 3_600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

export function words(code) {
  return String(code ?? '').replaceAll('_', ' ');
}

/** A status that can be told apart without colours. */
export function status(word) {
  return el('span', { class: `status ${word}` },
    el('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[word] ?? '·'), words(word));
}

/** A refusal, in the API's own words. */
export function refused(e, doing) {
  const where = e.place ? `Field: ${e.place}. ` : '';
  const named = e.requestId ? `Request ${e.requestId}.` : '';
  return el('div', { class: 'refusal', role: 'alert' },
    el('strong', {}, doing),
    el('p', {}, e.message),
    where || named ? el('p', { class: 'hint' }, where + named) : null,
    e.problems?.length ? problems(e.problems) : null);
}

/** Problems of a file, each with its place. */
export function problems(list) {
  return el('ul', { class: 'problems' }, list.map((problem) => el('li', {},
    el('span', { class: 'place' }, place(problem)), ' ', problem.message,
    problem.value ? el('code', {}, problem.value) : null)));
}

export function place(problem) {
  const parts = [];
  if (problem.row) parts.push(`Row ${number(problem.row)}`);
  if (problem.line) parts.push(`line ${number(problem.line)}`);
  if (problem.column) parts.push(problem.column);
  return parts.length ? parts.join(', ') : 'The file';
}

/** The row of a call, which its id ends with. */
export function rowOf(jobId) {
  return Number(jobId.slice(jobId.lastIndexOf('-') + 1));
}

/** A bar of a batch's parts. */
export function bar(counts, label) {
  const total = counts.total || 0;
  const track = el('div', { class: 'bar', role: 'img', 'aria-label': label });
  for (const part of PARTS.slice(0, 4)) {
    if (counts[part] > 0) {
      const piece = el('i', { class: part });
      piece.style.flexGrow = counts[part];
      track.append(piece);
    }
  }
  const rest = total - PARTS.slice(0, 4).reduce((sum, part) => sum + (counts[part] ?? 0), 0);
  if (rest > 0 || !total) {
    const piece = el('i', {});
    piece.style.flexGrow = rest || 1;
    track.append(piece);
  }
  return track;
}

export function ended(counts) {
  return (counts.completed ?? 0) + (counts.failed ?? 0) + (counts.cancelled ?? 0);
}

/** Pages to and fro. */
export function pager(pagination, go, what) {
  if (!pagination || pagination.totalPages <= 1) {
    return null;
  }
  const step = (text, page, on) => el('button', {
    type: 'button', class: 'quiet', disabled: !on, onclick: () => go(page), 'aria-label': `${text} page of ${what}`,
  }, text);
  return el('nav', { class: 'pager', 'aria-label': `Pages of ${what}` },
    step('Previous', pagination.page - 1, pagination.hasPrev),
    el('span', {}, `${number(pagination.page)} of ${number(pagination.totalPages)}`),
    step('Next', pagination.page + 1, pagination.hasNext));
}
