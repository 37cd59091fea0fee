import { ask, send } from './api.js';
import { el, field, fill } from './dom.js';
import { moment, plural, refused, words } from './words.js';

const WEBHOOKS = '/v1/api/webhooks';

/** Where the workspace is told what happens, how that goes, and the last deliveries of each. */
export async function webhookList(main, { signal }) {
  const url = el('input', { type: 'url', required: true, placeholder: 'https://crm.example.com/peal', autocomplete: 'off' });
  const list = el('div', { 'aria-live': 'polite' });
  const note = el('div', { 'aria-live': 'polite' });
  fill(main, el('h1', {}, 'Webhooks'), note, list,
    el('h2', {}, 'New webhook'),
    el('form', { onsubmit: create },
      field('Address', url, 'All events are posted there from now on; choose some of them by the API.'),
      el('button', { class: 'main' }, 'Make it')));

  async function create(event) {
    event.preventDefault();
    await step(async () => {
      const made = await ask(WEBHOOKS, { method: 'POST', json: { url: url.value.trim() }, signal });
      url.value = '';
      await look();
      fill(note, el('p', {}, 'Keep the secret now, it is not shown again: ', el('code', {}, made.secret)));
    });
  }

  async function step(what) {
    try {
      fill(note);
      await what();
    } catch (e) {
      if (!signal.aborted) {
        fill(note, refused(e, 'That was not done.'));
      }
    }
  }

  async function look() {
    const answer = await ask(`${WEBHOOKS}?limit=100`, { signal });
    fill(list, answer.data.length ? answer.data.map(entry) : el('p', { class: 'empty' }, 'Nobody is told what happens.'));
  }

  function entry(webhook) {
    const path = `${WEBHOOKS}/${webhook.id}`;
    const again = webhook.status === 'failing' || webhook.status === 'paused' || webhook.status === 'off'
      ? button('Try again now', () => send(path, { method: 'PATCH', json: { active: true }, signal }))
      : null;
    const problem = webhook.problem
      ? el('p', {}, `${words(webhook.problem.fault ?? '')} since `, moment(Date.parse(webhook.problem.since)),
        webhook.problem.nextTryAt ? [', again ', moment(Date.parse(webhook.problem.nextTryAt))] : null)
      : null;
    return el('article', {},
      el('div', { class: 'entry' }, el('h2', {}, webhook.url), el('span', {}, webhook.status)),
      el('p', { class: 'facts' }, el('span', {}, webhook.events.length ? webhook.events.join(', ') : 'all events')),
      problem,
      webhook.deliveries.length
        ? el('details', {}, el('summary', {}, `The last ${plural(webhook.deliveries.length, 'delivery', 'deliveries')}`),
          el('table', {}, el('thead', {}, el('tr', {}, ['Event', 'When', 'Answer'].map((title) => el('th', { scope: 'col' }, title)))),
            el('tbody', {}, webhook.deliveries.map((delivery) => el('tr', {},
              el('td', {}, delivery.type), el('td', {}, moment(Date.parse(delivery.at))),
              el('td', {}, delivery.fault ?? String(delivery.status)))))))
        : null,
      el('p', {}, again, button('Delete', () => send(path, { method: 'DELETE', signal }))));
  }

  function button(text, what) {
    return el('button', { type: 'button', class: 'quiet', onclick: () => step(async () => { await what(); await look(); }) }, text);
  }

  await look();
}
