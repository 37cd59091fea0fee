import { ask, onceKey } from './api.js';
import { announce, el, field, fill } from './dom.js';
import { refused, words } from './words.js';

/** The first ones did not succeed, and are chosen unless somebody says otherwise. */
const FAILED = ['busy', 'no_answer', 'rejected', 'invalid_number', 'carrier_error', 'unknown', 'skipped', 'cancelled'];
const COMPLETED = ['voicemail', 'successful'];

/** Asks which rows of a batch that has ended to dial again; shows the new batch when it is started. */
export function redialDialog(path, signal) {
  const answer = el('div', { 'aria-live': 'assertive' });
  const boxes = [...FAILED, ...COMPLETED].map((outcome) => [outcome, el('input', { type: 'checkbox', id: `again-${outcome}` })]);
  const name = el('input', { type: 'text', maxlength: 200 });
  const silent = el('input', { type: 'checkbox', id: 'again-silent' });
  const yes = el('button', { class: 'main' }, 'Redial');
  // Of what was last asked: when its answer was lost, a repeat starts no second batch.
  let last = '';
  let key = '';
  const node = el('dialog', { 'aria-labelledby': 'redial-title' },
    el('h2', { id: 'redial-title' }, 'Dial rows again'),
    el('form', { onsubmit: start },
      el('p', {}, 'A new batch, with the agent as it is now and the hours, pace and retries that this one had. It begins at once.'),
      el('fieldset', {}, el('legend', {}, 'Rows that ended as'),
        el('div', { class: 'choice' }, boxes.map(([outcome, box]) => el('label', { for: box.id }, box, ' ', words(outcome))))),
      field('Name', name, 'Empty: as this one.'),
      el('div', { class: 'choice' },
        el('label', { for: silent.id }, silent, ' ', 'Say nothing in the place of placeholders that nothing fills')), answer,
      el('div', { class: 'actions' },
        el('button', { type: 'button', class: 'quiet', onclick: () => node.close() }, 'Leave it'), yes)));

  async function start(event) {
    event.preventDefault();
    const outcomes = boxes.filter(([, box]) => box.checked).map(([outcome]) => outcome);
    yes.disabled = true;
    fill(answer);
    try {
      const overrides = {
        ...(name.value.trim() === '' ? {} : { name: name.value.trim() }),
        ...(silent.checked ? { missingVariables: 'empty' } : {}),
      };
      const json = { outcomes, overrides };
      if (last !== JSON.stringify(json)) {
        last = JSON.stringify(json);
        key = onceKey();
      }
      const started = await ask(`${path}/redial`, { method: 'POST', json, more: { 'Idempotency-Key': key }, signal });
      last = '';
      node.close();
      announce(started.message);
      location.hash = `#/batches/${started.batchId}`;
    } catch (e) {
      if (!signal.aborted) {
        const sure = e.status >= 400 && e.status < 500 && e.code !== 'IDEMPOTENCY_KEY_IN_USE';
        if (sure) {
          last = '';
        }
        fill(answer, refused(e, sure ? 'Nothing was started.'
          : 'It is not known whether a batch was started. Redial the same again: it is started once.'));
      }
    } finally {
      yes.disabled = false;
    }
  }

  return {
    node,
    open() {
      if (last === '') {
        boxes.forEach(([outcome, box]) => { box.checked = FAILED.includes(outcome); });
      }
      fill(answer);
      node.showModal();
    },
  };
}
