import { el } from './dom.js';

const OUTCOMES = [['busy', 'Busy'], ['no_answer', 'No answer'], ['voicemail', 'Voicemail'],
  ['carrier_error', 'Carrier’s error'], ['rejected', 'Declined']];

/** A row for each outcome: how often calls are dialed again after it, and how many minutes later. */
export function retryTable() {
  const rows = OUTCOMES.map(([outcome, title]) => ({
    outcome,
    title,
    times: el('input', { type: 'number', min: 0, max: 10, 'aria-label': `Retries after: ${title}`, placeholder: '0' }),
    minutes: el('input', { 'aria-label': `Minutes before each retry after: ${title}`, placeholder: '60, 240', pattern: '[0-9., ]*' }),
  }));
  const total = el('input', { type: 'number', min: 1, max: 10, 'aria-label': 'Retries of a call in all', placeholder: 'all' });
  const jitter = el('input', { type: 'number', min: 0, max: 50, 'aria-label': 'Longer by up to, percent', placeholder: '0' });
  const node = el('div', {},
    el('table', {},
      el('thead', {}, el('tr', {}, ['After', 'Retries', 'Minutes before each'].map((title) => el('th', { scope: 'col' }, title)))),
      el('tbody', {}, rows.map(({ title, times, minutes }) => el('tr', {}, el('th', { scope: 'row' }, title), el('td', {}, times), el('td', {}, minutes))))),
    el('div', { class: 'row' },
      el('label', {}, 'Retries of a call in all ', total), el('label', {}, 'Waits longer by up to % ', jitter)),
    el('p', { class: 'hint' }, 'The last of the minutes repeats. Without a number of retries an outcome is not called again.'));

  return {
    node,

    /** As the API has it; the API says what is wrong. */
    rules() {
      const wanted = rows.filter(({ times }) => Number(times.value) > 0);
      const all = wanted.reduce((sum, { times }) => sum + Number(times.value), 0);
      return {
        maxAttempts: total.value === '' ? Math.min(all, 10) : Number(total.value),
        ...(jitter.value === '' ? {} : { jitterPercent: Number(jitter.value) }),
        rules: Object.fromEntries(wanted.map(({ outcome, times, minutes }) => [outcome, {
          maxAttempts: Number(times.value),
          gaps: (minutes.value.trim() || '60').split(/[ ,]+/u).filter(Boolean).map((text) => ({ minutes: Number(text) })),
        }])),
      };
    },
  };
}

/** Retry rules in words: `busy 3, no answer 2; 4 in all`. */
export function saidRules({ maxAttempts, rules }) {
  const each = Object.entries(rules).map(([outcome, rule]) => `${outcome.replace('_', ' ')} ${rule.maxAttempts}`);
  return maxAttempts === 0 ? 'never' : `${each.join(', ')}; ${maxAttempts} in all`;
}
